import { Report } from "../model/report";
import type { Diagnostic, ParsedVault, ResolvedEntry } from "../model/types";

const keyName = /^ssh_host_[a-z0-9]+_key$/;
const publicEnd = "__pub";
const form = '"ssh_host_ed25519_key": "…" and "ssh_host_ed25519_key__pub": "…"';

/**
 * What a text of SSH host keys has to look like: clients read the keys of the server of a remote session from it, each
 * as a private key and its public one. Empty for a text that can't be read.
 */
export function checkSshServer({ text, resolved }: ParsedVault): Diagnostic[] {
  if (!resolved) return [];
  const report = new Report(text);
  for (const [name, entry] of resolved.entries) checkHostKey(name, entry, resolved.entries, report);
  return report.diagnostics();
}

function checkHostKey(
  name: string,
  { key, node }: ResolvedEntry,
  all: ReadonlyMap<string, ResolvedEntry>,
  report: Report,
): void {
  const isPublic = name.endsWith(publicEnd);
  const privateName = isPublic ? name.slice(0, -publicEnd.length) : name;
  if (!keyName.test(privateName)) {
    report.error("unknown-key", `${name} is not a host key that clients read. Write ${form}.`, key);
    return;
  }
  if (node.kind === "agent") {
    const message = "Clients read this text as JSON, without environment variables. Write the key itself.";
    report.error("reference-in-json", message, node);
    return;
  }
  const value = node.kind === "scalar" ? node.value : undefined;
  if (typeof value !== "string") {
    report.error("not-a-text", `${name} must be a string. Write the key in quotes.`, node);
  } else if (isPublic) {
    if (!/^(ssh|ecdsa|sk)-[a-z0-9@.-]+ \S+/.test(value)) {
      report.error(
        "no-public-key",
        `${name} is not a public key. A public key starts like “ssh-ed25519 AAAA…”.`,
        node,
      );
    }
  } else if (!/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----\s/.test(value)) {
    const message = `${name} is not a private key. A private key starts with “-----BEGIN OPENSSH PRIVATE KEY-----” and contains line breaks.`;
    report.error("no-private-key", message, node);
  }
  const other = isPublic ? privateName : `${name}${publicEnd}`;
  if (!all.has(other)) report.error("missing-key", `${name} also needs ${other}.`, key);
}
