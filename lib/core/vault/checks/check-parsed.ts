import type { Diagnostic, ParsedVault, VaultTarget } from "../model/types";
import { checkForAgents } from "./agent-checks";
import { checkSshServer } from "./ssh-server";
import { checkStorageCredentials } from "./storage-credentials";

export type CheckedVault = { parsed: ParsedVault; diagnostics: Diagnostic[] };

/** Everything there is to say about a vault, in the order of its text: how it reads, and what its readers make of it. */
export function checkParsed(parsed: ParsedVault, target: VaultTarget): CheckedVault {
  const found = [...readingOf(parsed, target), ...checkForReaders(parsed, target)];
  return { parsed, diagnostics: found.toSorted((a, b) => a.range.start.offset - b.range.start.offset) };
}

/** Where nothing reads the environment, a reference is an error already. */
function readingOf({ diagnostics }: ParsedVault, target: VaultTarget): Diagnostic[] {
  const readsEnvironment = target !== "ui_storage_credentials" && target !== "remote_session_ssh_server";
  return readsEnvironment ? diagnostics : diagnostics.filter(({ code }) => code !== "left-to-agent");
}

function checkForReaders(parsed: ParsedVault, target: VaultTarget): Diagnostic[] {
  if (target === "ui_storage_credentials") return checkStorageCredentials(parsed);
  if (target === "remote_session_ssh_server") return checkSshServer(parsed);
  return checkForAgents(parsed, target);
}

export function firstError(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  return diagnostics.find(({ severity }) => severity === "error");
}
