"use client";

import { type UseComboboxState, type UseComboboxStateChangeTypes, useCombobox } from "downshift";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { Floating } from "./floating";
import { Check, Undo2, X } from "./icons";
import { type SearchState, useSearch } from "./use-search";

export type ComboboxOption = {
  id: string;
  label: string;
  detail?: string;
  /** An Avatar or an icon. */
  icon?: ReactNode;
};

export type ComboboxProps = {
  /** From a Field: its id, and what describes it. */
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  "aria-required"?: true;
  /** Its name, unless a Field's label names it. */
  label?: string;
  search: (query: string) => Promise<readonly ComboboxOption[]>;
  selected: readonly ComboboxOption[];
  onSelectedChange: (selected: readonly ComboboxOption[]) => void;
  multiple?: boolean;
  /** What was chosen before: what is added to it and what is taken away from it is marked, and can be put back. */
  former?: readonly ComboboxOption[] | undefined;
  /** Sends each chosen id with a form. */
  name?: string;
  placeholder?: string;
  emptyText?: string;
};

export function Combobox({
  id,
  label,
  search,
  selected,
  onSelectedChange,
  multiple = false,
  former,
  name,
  placeholder,
  emptyText = "Nothing found",
  ...described
}: ComboboxProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const input = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { options, state } = useSearch(search, query, open);
  // What is shown while a search runs is what was found for another text.
  const isSearching = open && state === "searching";
  const activeIndex = isSearching ? -1 : Math.min(active, options.length - 1);
  const status = stateText(state, options.length, emptyText);
  const isSelected = (option: ComboboxOption) => selected.some((each) => each.id === option.id);
  const isAdded = (option: ComboboxOption) => former?.every((each) => each.id !== option.id);

  const { getInputProps, getItemProps, getMenuProps } = useCombobox<ComboboxOption>({
    items: options as ComboboxOption[],
    itemToString: (option) => option?.label ?? "",
    itemToKey: (option) => option?.id,
    inputId,
    menuId: `${inputId}-list`,
    getItemId: (index) => `${inputId}-list-${options[index]?.id}`,
    inputValue: query,
    isOpen: open,
    highlightedIndex: activeIndex,
    selectedItem: null,
    scrollIntoView: (element) => element?.scrollIntoView({ block: "nearest" }),
    stateReducer: ({ inputValue }, { type, changes }) => reduce(type, changes, inputValue),
    onStateChange: ({ type, selectedItem, isOpen, inputValue, highlightedIndex }) => {
      if (isOpen !== undefined) setOpen(isOpen);
      if (inputValue !== undefined && type !== useCombobox.stateChangeTypes.InputChange) setQuery(inputValue);
      if (highlightedIndex !== undefined && highlightedIndex >= 0) setActive(highlightedIndex);
      if (selectedItem) choose(selectedItem);
    },
  });

  function choose(option: ComboboxOption) {
    const rest = selected.filter((each) => each.id !== option.id);
    onSelectedChange(rest.length < selected.length ? rest : [...(multiple ? selected : []), option]);
    // What was searched for is found: a list that stayed would cover what comes next.
    setOpen(multiple && query === "");
    if (query !== "") setActive(0);
    setQuery("");
    input.current?.focus();
  }

  function remove(option: ComboboxOption) {
    onSelectedChange(selected.filter((each) => each.id !== option.id));
    input.current?.focus();
  }

  function putBack(option: ComboboxOption) {
    onSelectedChange([...selected, option]);
    input.current?.focus();
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    const last = selected.at(-1);
    if (event.key === "Backspace" && query === "" && last && !event.nativeEvent.isComposing) remove(last);
  }

  return (
    <div ref={frame} className="input combobox" data-invalid={described["aria-invalid"]}>
      {selected.map((option) => (
        <span key={option.id} className="chip" data-change={isAdded(option) ? "added" : undefined}>
          {option.icon}
          <span className="truncate">{option.label}</span>
          {isAdded(option) ? <span className="chip-change">Added</span> : null}
          <button
            type="button"
            className="chip-remove"
            aria-label={`Remove ${option.label}`}
            onClick={() => remove(option)}
          >
            <X aria-hidden />
          </button>
          {name ? <input type="hidden" name={name} value={option.id} /> : null}
        </span>
      ))}
      {former
        ?.filter((option) => !isSelected(option))
        .map((option) => (
          <span key={option.id} className="chip" data-change="removed">
            {option.icon}
            <s className="truncate">{option.label}</s>
            <span className="chip-change">Removed</span>
            <button
              type="button"
              className="chip-remove"
              aria-label={`Put ${option.label} back`}
              onClick={() => putBack(option)}
            >
              <Undo2 aria-hidden />
            </button>
          </span>
        ))}
      <input
        {...getInputProps({
          ...described,
          ref: input,
          "aria-label": label,
          "aria-labelledby": undefined,
          className: "combobox-input",
          placeholder: selected.length === 0 ? placeholder : undefined,
          spellCheck: false,
          // At once: a value that came back an effect later would lose letters of quick typing.
          onChange: (event) => setQuery(event.currentTarget.value),
          onKeyDown: press,
        })}
        data-escape={open ? "own" : undefined}
      />
      <Floating anchor={frame} open={open}>
        <div
          {...getMenuProps({ "aria-label": label ?? "Suggestions", "aria-labelledby": undefined })}
          role="listbox"
          aria-multiselectable={multiple}
        >
          {options.map((option, index) => (
            <button
              key={option.id}
              {...getItemProps({ item: option, index })}
              type="button"
              tabIndex={-1}
              role="option"
              aria-selected={isSelected(option)}
              data-highlighted={index === activeIndex || undefined}
              className="menu-item w-full text-start"
            >
              {option.icon}
              <span className="flex min-w-0 flex-1 flex-wrap gap-x-1 [overflow-wrap:anywhere]">
                <span>{option.label}</span>{" "}
                {option.detail ? <span className="text-muted">{option.detail}</span> : null}
              </span>
              {isSelected(option) ? <Check aria-hidden /> : null}
            </button>
          ))}
        </div>
        {open && options.length === 0 ? (
          <p aria-hidden className="px-2 py-1.5 text-muted">
            {status}
          </p>
        ) : null}
      </Floating>
      <span role="status" className="sr-only">
        {open ? status : ""}
      </span>
    </div>
  );
}

type Changes = Partial<UseComboboxState<ComboboxOption>>;

/**
 * Leaving the field chooses nothing and forgets what was typed; a click into it only ever opens, and Enter leaves it
 * open where there is nothing to choose yet. That nothing is chosen any more, which is so after each choice, leaves what was
 * typed since.
 */
function reduce(type: UseComboboxStateChangeTypes, changes: Changes, typed: string): Changes {
  const { InputBlur, InputClick, InputKeyDownEnter, InputKeyDownEscape, ControlledPropUpdatedSelectedItem } =
    useCombobox.stateChangeTypes;
  if (type === ControlledPropUpdatedSelectedItem) return { ...changes, inputValue: typed };
  if (type === InputBlur) return { ...changes, isOpen: false, inputValue: "", selectedItem: null };
  if (type === InputKeyDownEscape) return { ...changes, inputValue: "", selectedItem: null };
  if (type === InputKeyDownEnter && !changes.selectedItem) return { ...changes, isOpen: true };
  if (type === InputClick) return { ...changes, isOpen: true };
  return changes;
}

function stateText(state: SearchState, count: number, emptyText: string): string {
  if (state === "failed") return "The search failed. Type again to retry.";
  if (state === "searching") return count === 0 ? "Searching" : "";
  if (count === 0) return emptyText;
  return count === 1 ? "1 suggestion" : `${count} suggestions`;
}
