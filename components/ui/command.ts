import type { ReactNode } from "react";
import type { Command } from "./command-filter";

export type CommandWithIcon = Command & { icon?: ReactNode };

/** Where to look for what no command is about. */
export type CommandSearch = {
  group: string;
  label: (query: string) => string;
  href: (query: string) => string;
  icon?: ReactNode;
};
