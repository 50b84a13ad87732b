"use client";

import * as RadixDialog from "@radix-ui/react-dialog";
import { cx } from "class-variance-authority";
import { lazy, Suspense, useEffect, useState } from "react";
import type { CommandSearch, CommandWithIcon } from "./command";
import { Search } from "./icons";
import { Kbd } from "./kbd";
import { onEscape } from "./on-escape";
import { isTakingKeys } from "./taking-keys";

export type CommandDialogProps = {
  commands: readonly CommandWithIcon[];
  label?: string;
  /** Where to look for what no command is about. */
  search?: CommandSearch;
  className?: string;
};

const preloadAfterMs = 2000;

const loadPalette = () =>
  import("./command-palette").then(
    (module) => ({ default: module.CommandPalette }),
    () => ({ default: LoadFailed }),
  );
const CommandPalette = lazy(loadPalette);

/** A button that looks like a field, and the palette that it, Ctrl K and / open. */
export function CommandDialog({
  commands,
  label = "Search or jump to",
  search,
  className,
}: CommandDialogProps) {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const close = () => {
    setOpen(false);
    setQuery("");
  };

  useEffect(() => {
    const timer = setTimeout(loadPalette, preloadAfterMs);
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    function press(event: globalThis.KeyboardEvent) {
      const withModifier = event.ctrlKey || event.metaKey;
      const toggles = event.key.toLowerCase() === "k" && withModifier && !event.altKey;
      const opens = event.key === "/" && !withModifier && !event.altKey && !isTakingKeys(event.target);
      if (!toggles && !opens) return;
      event.preventDefault();
      setOpen((before) => opens || !before);
      setQuery("");
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);

  return (
    <RadixDialog.Root open={open} onOpenChange={(opens) => (opens ? setOpen(true) : close())}>
      <RadixDialog.Trigger
        className={cx("command-trigger", className)}
        aria-keyshortcuts="Control+K /"
        onPointerEnter={loadPalette}
        onFocus={loadPalette}
      >
        <Search aria-hidden />
        <span className="min-w-0 flex-1 truncate text-start">{label}</span>
        <Kbd>Ctrl K</Kbd>
      </RadixDialog.Trigger>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="scrim scrim-top">
          <RadixDialog.Content
            className="dialog dialog-wide"
            aria-describedby={undefined}
            onKeyDown={onEscape(close)}
          >
            <RadixDialog.Title className="sr-only">{label}</RadixDialog.Title>
            <Suspense fallback={<Loading {...{ label, query, setQuery }} />}>
              <CommandPalette {...{ commands, label, search, query, setQuery, close }} />
            </Suspense>
          </RadixDialog.Content>
        </RadixDialog.Overlay>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

type QueryProps = { label: string; query: string; setQuery: (query: string) => void };

/** What is typed before the palette is there becomes its query. */
function Loading({ label, query, setQuery }: QueryProps) {
  return (
    <div aria-busy className="command-loading">
      <div className="input-frame">
        <Search aria-hidden className="ml-1.5" />
        <input
          // biome-ignore lint/a11y/noAutofocus: it is what the dialog was opened for
          autoFocus
          aria-label={label}
          className="command-input"
          value={query}
          placeholder={label}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
      </div>
    </div>
  );
}

function LoadFailed() {
  return (
    <p role="alert" className="px-4 pb-4 text-control">
      The search couldn’t be loaded. Reload the page.
    </p>
  );
}
