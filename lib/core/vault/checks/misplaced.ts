import { pathText } from "../hocon/path-expression";
import type { FixDraft, Report } from "../model/report";
import type { ParsedVault, ResolvedEntry, ResolvedNode, ResolvedObject } from "../model/types";
import { placesOf, sections } from "./key-places";
import { findKnownKey, listKnownNames } from "./known-keys";
import { moveFix, prefixFix } from "./move-fixes";

/** Finds keys that clients ignore in their place. */
export class Misplaced {
  private readonly shellLines: ResolvedEntry[] = [];
  private readonly emptied: ReadonlySet<string>;

  constructor(
    private readonly parsed: ParsedVault,
    private readonly report: Report,
    private readonly referred: ReadonlySet<string>,
  ) {
    const root = [...(parsed.resolved?.entries ?? [])];
    this.emptied = new Set(
      root.flatMap(([name, { node }]) => (node.kind === "scalar" && node.value === null ? [name] : [])),
    );
  }

  /** True when the key was reported. */
  check(path: readonly string[], entry: ResolvedEntry): boolean {
    const parent = path.slice(0, -1);
    const name = path[path.length - 1]!;
    if (parent.length === 0) {
      if (this.referred.has(name)) return false;
      if (this.isShellLine(name, entry)) return true;
      if (this.isVariable(name, entry)) return true;
    } else if (!this.isReadable(parent, name, entry)) return false;
    const found = placesOf(path, entry.node);
    const [place] = found;
    if (place === undefined || place === [...parent, name.replaceAll("-", "_").toLowerCase()].join("."))
      return false;
    if (found.some((other) => this.emptied.has(other.split(".")[0]!))) return false;
    const shown = found.slice(0, 3).join(" or ");
    const where = parent.length === 0 ? "at the root" : `inside ${pathText(parent)}`;
    this.report.warn(
      "misplaced-key",
      `Clients don’t read ${pathText([name])} ${where}. They read ${shown}${place.includes(".") ? "" : " at the root only"}.`,
      entry.key,
      found.length === 1 ? moveFix(this.parsed, path, entry, place) : undefined,
    );
    return true;
  }

  /** Groups whose keys are known, and groups at the root that are not read themselves. */
  private isReadable(parent: readonly string[], name: string, { node }: ResolvedEntry): boolean {
    if (parent[0] === "environment" || parent[0] === "files") return false;
    if (findKnownKey(parent)) return listKnownNames(parent).length > 0;
    return (
      parent.length === 1 && !this.referred.has(parent[0]!) && sections.has(name) && node.kind === "object"
    );
  }

  private isShellLine(name: string, entry: ResolvedEntry): boolean {
    if (!/^(?:export|setx?|env|%env|%set_env|ENV|ARG|declare -x|os\.environ)\s+\S/.test(name)) return false;
    this.shellLines.push(entry);
    return true;
  }

  private isVariable(name: string, { node, key }: ResolvedEntry): boolean {
    if (!/^[A-Z][A-Z\d]*_[A-Z\d_]*$/.test(name) || node.kind === "object" || node.kind === "array")
      return false;
    const isAccess = /^(?:CLEARML|TRAINS)_(?:API|WEB|FILES)_/.test(name);
    this.report.warn(
      "variable-at-root",
      isAccess
        ? `Clients don’t read ${name} here. In a vault, this setting belongs in api { … }. As an environment variable, it must be set before the client starts.`
        : `Clients don’t read ${name} here. Environment variables belong in environment { … }.`,
      key,
      isAccess ? undefined : prefixFix(this.parsed, key.start, name, "environment."),
    );
    return true;
  }

  /** What concerns the vault as a whole. */
  finish(root: ResolvedObject, isClean: boolean): void {
    const [line] = this.shellLines.toSorted((a, b) => a.key.start - b.key.start);
    if (line) {
      this.report.warn(
        "shell-lines",
        `${this.shellLines.length === 1 ? "This line is" : "These lines are"} written for a shell or a notebook, and clients don’t read them in a vault. Write variables as environment { NAME: "value" }, and servers and credentials as api { … }.`,
        line.key,
        this.asEnvironment(root),
      );
      return;
    }
    const entries = [...root.entries];
    const [first] = entries;
    if (
      !isClean ||
      !first ||
      !entries.some(([, { node }]) => node.kind === "object" && node.entries.size > 0)
    )
      return;
    if (entries.some(([name]) => sections.has(name) || /^ssh_host_/.test(name))) return;
    const inner = innerVault(root);
    this.report.warn(
      "no-known-section",
      inner === undefined
        ? "Clients don’t read any key of this vault. Settings belong under api, agent, sdk, environment or files."
        : `Clients don’t read any key of this vault. The settings are inside the text of ${pathText(inner)}. Paste only that text, as HOCON.`,
      first[1].key,
    );
  }

  /** Only where all of the vault is such lines, and none of them is about signing in. */
  private asEnvironment(root: ResolvedObject): FixDraft {
    if (this.parsed.format !== "hocon" || root.entries.size !== this.shellLines.length) return undefined;
    const out: string[] = [];
    for (const [line, { node }] of root.entries) {
      const name = line.replace(/^.*\s/, "");
      if (
        node.kind !== "scalar" ||
        !/^\w+$/.test(name) ||
        /^(?:CLEARML|TRAINS)_(?:API|WEB|FILES)_/.test(name)
      )
        return undefined;
      out.push(`  ${name}: ${JSON.stringify(node.text)}`);
    }
    return {
      label: "Write them as environment",
      span: { start: 0, end: this.report.text.length },
      text: `environment {\n${out.join("\n")}\n}\n`,
    };
  }
}

/** The path of a text of several lines that holds the settings, as in files for Helm. */
function innerVault(root: ResolvedObject): string[] | undefined {
  const work: { path: string[]; node: ResolvedNode }[] = [{ path: [], node: root }];
  for (let next = work.pop(); next; next = work.pop()) {
    const { node, path } = next;
    if (node.kind === "object")
      for (const [name, entry] of node.entries) work.push({ path: [...path, name], node: entry.node });
    else if (node.kind === "array") for (const item of node.items) work.push({ path, node: item });
    else if (
      node.kind === "scalar" &&
      typeof node.value === "string" &&
      /^\s*(?:api|agent|sdk)\s*[.{:=]/m.test(node.value)
    )
      return path;
  }
  return undefined;
}
