"use client";

import * as RadixDialog from "@radix-ui/react-dialog";
import { cx } from "class-variance-authority";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";
import { type Command, filterCommands } from "./command-filter";
import { Search } from "./icons";
import { Kbd } from "./kbd";
import { isTakingKeys } from "./taking-keys";

export type CommandDialogProps = {
  commands: readonly (Command & { icon?: ReactNode })[];
  label?: string;
  /** Where to look for what no command is about. */
  search?: CommandSearch;
  className?: string;
};

export type CommandSearch = {
  group: string;
  label: (query: string) => string;
  href: (query: string) => string;
  icon?: ReactNode;
};

/** A button that looks like a field, and the palette that it, Ctrl K and / open. */
export function CommandDialog({
  commands,
  label = "Search or jump to",
  search,
  className,
}: CommandDialogProps) {
  const [open, setOpen] = useState(false);

  useEffect(() => {
    function press(event: globalThis.KeyboardEvent) {
      const withModifier = event.ctrlKey || event.metaKey;
      const toggles = event.key.toLowerCase() === "k" && withModifier && !event.altKey;
      const opens = event.key === "/" && !withModifier && !event.altKey && !isTakingKeys(event.target);
      if (!toggles && !opens) return;
      event.preventDefault();
      setOpen((before) => opens || !before);
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);

  return (
    <RadixDialog.Root open={open} onOpenChange={setOpen}>
      <RadixDialog.Trigger className={cx("command-trigger", className)} aria-keyshortcuts="Control+K /">
        <Search aria-hidden />
        <span className="min-w-0 flex-1 truncate text-start">{label}</span>
        <Kbd>Ctrl K</Kbd>
      </RadixDialog.Trigger>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="scrim scrim-top">
          <RadixDialog.Content className="dialog dialog-wide" aria-describedby={undefined}>
            <RadixDialog.Title className="sr-only">{label}</RadixDialog.Title>
            <Palette commands={commands} label={label} search={search} close={() => setOpen(false)} />
          </RadixDialog.Content>
        </RadixDialog.Overlay>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

type PaletteProps = Pick<CommandDialogProps, "commands" | "search"> & { label: string; close: () => void };

function Palette({ commands, label, search, close }: PaletteProps) {
  const id = useId();
  const router = useRouter();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const groups = groupsOf([...filterCommands(commands, query), ...searchesFor(search, query.trim())]);
  const found = groups.flatMap((group) => group.commands);
  const current = found[Math.min(active, found.length - 1)];

  function go(command: Command) {
    close();
    router.push(command.href as Route);
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing || found.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((active + step + found.length) % found.length);
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      go(current);
    }
  }

  return (
    <>
      <div className="input-frame">
        <Search aria-hidden className="ml-1.5" />
        <input
          role="combobox"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={current ? `${id}-${current.href}` : undefined}
          className="command-input"
          value={query}
          placeholder={label}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={press}
        />
      </div>
      <div id={id} role="listbox" aria-label={label} className="command-list">
        {groups.map((group) => (
          <Fragment key={group.name}>
            <div role="presentation" className="menu-label">
              {group.name}
            </div>
            {group.commands.map((command) => (
              <button
                key={command.href}
                ref={command === current ? showActive : undefined}
                id={`${id}-${command.href}`}
                type="button"
                role="option"
                tabIndex={-1}
                aria-selected={command === current}
                className="menu-item w-full text-start"
                onPointerMove={() => setActive(found.indexOf(command))}
                onClick={() => go(command)}
              >
                {command.icon}
                {command.label}
              </button>
            ))}
          </Fragment>
        ))}
      </div>
      <p role="status" className={found.length === 0 ? "px-4 pb-4 text-control text-muted" : "sr-only"}>
        {found.length === 0 ? "Nothing found" : `${found.length} found`}
      </p>
    </>
  );
}

function searchesFor(search: CommandSearch | undefined, query: string): CommandDialogProps["commands"] {
  if (!search || query === "") return [];
  const { group, icon, label, href } = search;
  return [{ group, icon, label: label(query), href: href(query) }];
}

function showActive(element: HTMLElement | null) {
  element?.scrollIntoView({ block: "nearest" });
}

function groupsOf<T extends Command>(commands: readonly T[]): { name: string; commands: T[] }[] {
  const groups = new Map<string, T[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [...groups].map(([name, members]) => ({ name, commands: members }));
}
