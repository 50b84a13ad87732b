import { Report } from "../model/report";
import type { Diagnostic, ParsedVault, ResolvedNode, ResolvedObject, VaultObject } from "../model/types";

const fields = ["bucket", "key", "secret", "token", "region", "host"] as const;
type Field = (typeof fields)[number];
const needed: readonly Field[] = ["bucket", "secret"];

/** One row of Web App cloud access. What is not given is empty. */
export type StorageCredential = Record<Field, string>;

const form = 'credentials: [{ bucket: "…", key: "…", secret: "…" }]';

/** What a text of UI storage credentials has to look like. Empty for a text that can't be read. */
export function checkStorageCredentials({ text, resolved }: ParsedVault): Diagnostic[] {
  if (!resolved) return [];
  const report = new Report(text);
  for (const [name, { key }] of resolved.entries) {
    if (name === "credentials") continue;
    const message = `${name} is not read. UI storage credentials are a list: ${form}.`;
    report.error("unknown-key", message, key);
  }
  const list = resolved.entries.get("credentials");
  if (list && list.node.kind !== "array") {
    report.error("not-a-list", `credentials has to be a list: ${form}.`, list.key);
  }
  if (list?.node.kind === "array") checkRows(list.node.items, report);
  return report.diagnostics();
}

function checkRows(rows: readonly ResolvedNode[], report: Report): void {
  const seen = new Map<string, number>();
  for (const [at, row] of rows.entries()) {
    if (row.kind !== "object") {
      report.error("not-credentials", `Each of the credentials has to be a group of keys: ${form}.`, row);
      continue;
    }
    checkRow(row, report);
    const place = `${textOf(row, "bucket")} ${textOf(row, "host")}`;
    const earlier = seen.get(place);
    if (earlier !== undefined) {
      const message = `The credentials number ${earlier + 1} are for the same bucket and host. Those are used, and these are not.`;
      report.warn("bucket-twice", message, row);
    } else seen.set(place, at);
  }
}

function checkRow(row: ResolvedObject, report: Report): void {
  for (const [name, { key, node }] of row.entries) {
    if (!fields.some((field) => field === name)) {
      report.error("unknown-key", `${name} is not read here. The keys are ${fields.join(", ")}.`, key);
    } else if (node.kind === "agent") {
      report.error(
        "reference-in-browser",
        "A browser has no environment variables. Write the value itself.",
        node,
      );
    } else if (node.kind !== "scalar" || typeof node.value !== "string") {
      report.error("not-a-text", `${name} has to be a text. Write it in quotes.`, node);
    }
  }
  for (const name of needed) {
    const entry = row.entries.get(name);
    const isEmpty = !entry || (entry.node.kind === "scalar" && entry.node.value === "");
    if (isEmpty) report.error("missing-key", `These credentials need a ${name}.`, entry?.key ?? row);
  }
}

function textOf(row: ResolvedObject, name: Field): string {
  const node = row.entries.get(name)?.node;
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : "";
}

/** The credentials of a text that was found without errors, or those of them that can be read. */
export function readStorageCredentials(value: VaultObject): StorageCredential[] {
  const { credentials } = value;
  if (!Array.isArray(credentials)) return [];
  return credentials.flatMap((row) => {
    if (row === null || typeof row !== "object" || Array.isArray(row)) return [];
    const texts = row as VaultObject;
    const entries = fields.map((field) => [field, typeof texts[field] === "string" ? texts[field] : ""]);
    return [Object.fromEntries(entries) as StorageCredential];
  });
}
