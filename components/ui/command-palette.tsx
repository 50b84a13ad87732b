"use client";

import { Command as Palette } from "cmdk";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { groupBy } from "@/lib/core/group-by";
import type { CommandSearch, CommandWithIcon } from "./command";
import { type Command, filterCommands } from "./command-filter";
import { Search } from "./icons";

export type CommandPaletteProps = {
  commands: readonly CommandWithIcon[];
  search?: CommandSearch;
  label: string;
  query: string;
  setQuery: (query: string) => void;
  close: () => void;
};

/** What the dialog holds. */
export function CommandPalette({ commands, label, search, query, setQuery, close }: CommandPaletteProps) {
  const router = useRouter();
  const found = [...filterCommands(commands, query), ...searchesFor(search, query.trim())];

  function go(command: Command) {
    close();
    router.push(command.href as Route);
  }

  return (
    <Palette label={label} shouldFilter={false} loop>
      <div className="input-frame">
        <Search aria-hidden className="ml-1.5" />
        <Palette.Input
          autoFocus
          aria-label={label}
          className="command-input"
          value={query}
          placeholder={label}
          onValueChange={setQuery}
        />
      </div>
      <Palette.List label={label} className="command-list">
        {[...groupBy(found, ({ group }) => group)].map(([name, members]) => (
          <Palette.Group key={name} heading={<span className="menu-label block">{name}</span>}>
            {members.map((command) => (
              <Palette.Item
                key={command.href}
                value={command.href}
                className="menu-item"
                onSelect={() => go(command)}
              >
                {command.icon}
                {command.label}
              </Palette.Item>
            ))}
          </Palette.Group>
        ))}
      </Palette.List>
      <p role="status" className={found.length === 0 ? "px-4 pb-4 text-control text-muted" : "sr-only"}>
        {found.length === 0 ? "Nothing found" : `${found.length} found`}
      </p>
    </Palette>
  );
}

function searchesFor(search: CommandSearch | undefined, query: string): CommandWithIcon[] {
  if (!search || query === "") return [];
  const { group, icon, label, href } = search;
  return [{ group, icon, label: label(query), href: href(query) }];
}
