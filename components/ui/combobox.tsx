"use client";

import { Check, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { Floating } from "./floating";
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
  name,
  placeholder,
  emptyText = "Nothing found",
  ...described
}: ComboboxProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const listId = `${inputId}-list`;
  const input = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const { options, state } = useSearch(search, query, open);
  const activeOption = open ? options[Math.min(active, options.length - 1)] : undefined;
  const status = stateText(state, options.length, emptyText);
  const isSelected = (option: ComboboxOption) => selected.some((each) => each.id === option.id);

  function close() {
    setOpen(false);
    setQuery("");
  }

  function choose(option: ComboboxOption) {
    const rest = selected.filter((each) => each.id !== option.id);
    onSelectedChange(rest.length < selected.length ? rest : [...(multiple ? selected : []), option]);
    // What was searched for is found: a list that stayed would cover what comes next.
    if (!multiple || query !== "") setOpen(false);
    setQuery("");
    input.current?.focus();
  }

  function remove(option: ComboboxOption) {
    onSelectedChange(selected.filter((each) => each.id !== option.id));
    input.current?.focus();
  }

  function move(event: KeyboardEvent, to: (from: number) => number) {
    event.preventDefault();
    if (open) setActive(options.length === 0 ? 0 : (to(active) + options.length) % options.length);
    setOpen(true);
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") move(event, (from) => from + 1);
    else if (event.key === "ArrowUp") move(event, (from) => from - 1);
    else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (activeOption) choose(activeOption);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Backspace" && query === "") {
      const last = selected.at(-1);
      if (last) remove(last);
    }
  }

  return (
    <div ref={frame} className="input combobox" data-invalid={described["aria-invalid"]}>
      {selected.map((option) => (
        <span key={option.id} className="chip">
          {option.icon}
          <span className="truncate">{option.label}</span>
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
      <input
        {...described}
        ref={input}
        id={inputId}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={listId}
        aria-activedescendant={activeOption ? `${listId}-${activeOption.id}` : undefined}
        data-escape={open ? "own" : undefined}
        className="combobox-input"
        value={query}
        placeholder={selected.length === 0 ? placeholder : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onBlur={close}
        onClick={() => setOpen(true)}
        onKeyDown={press}
      />
      <Floating anchor={frame} open={open}>
        <div id={listId} role="listbox" aria-label={label ?? "Suggestions"} aria-multiselectable={multiple}>
          {options.map((option, index) => (
            <button
              key={option.id}
              ref={option === activeOption ? showActive : undefined}
              id={`${listId}-${option.id}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={isSelected(option)}
              data-highlighted={option === activeOption || undefined}
              className="menu-item w-full text-start"
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(option)}
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

/** The option in view while arrow keys move through a list longer than its box. */
function showActive(element: HTMLElement | null) {
  element?.scrollIntoView({ block: "nearest" });
}

function stateText(state: SearchState, count: number, emptyText: string): string {
  if (state === "failed") return "The search failed. Type again to retry.";
  if (state === "searching") return count === 0 ? "Searching" : "";
  if (count === 0) return emptyText;
  return count === 1 ? "1 suggestion" : `${count} suggestions`;
}
