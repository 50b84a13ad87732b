import type { AuditEntry } from "@/db/reads/audit-events";
import type { HashCheck, HeadFacts } from "@/lib/core/audit/chain";
import { canonicalJson } from "@/lib/core/audit/serialize";
import { sameText, sha256Hex } from "./crypto";
import { checkKeyedHash, keyedHash } from "./keyed-hash";

/** An entry of a log that is no workspace’s. */
type LogEntry = { log: string; number: number };
type Head = { number: number; hash: string };

/** Over everything else in the entry, the hash before it included. */
export function auditHash(entry: Omit<AuditEntry, "hash"> | LogEntry): string {
  return keyedHash("audit-entry", textOf(entry));
}

/** Entries that were written before hashes were keyed carry a plain one, in which no key is named. */
export function checkAuditHash({ hash, ...entry }: AuditEntry | (LogEntry & { hash: string })): HashCheck {
  const text = textOf(entry);
  if (!hash.includes(".")) return sameText(hash, sha256Hex(text)) ? "plain" : "wrong";
  const checked = checkKeyedHash("audit-entry", text, hash);
  return checked === "right" ? "signed" : checked;
}

/** Says that the log ended here: who removes entries from its end can't make the seal of an earlier one. */
export function sealHead(log: string, head: Head): string {
  return keyedHash("audit-head", headText(log, head));
}

/** Only a log that ends with a plain hash is older than seals: behind a signed entry, or none, somebody took it away. */
export function checkHeadSeal(log: string, head: Head & { seal: string }): HeadFacts["seal"] {
  if (head.seal === "") return /^[0-9a-f]{64}$/.test(head.hash) ? "none" : "wrong";
  return checkKeyedHash("audit-head", headText(log, head), head.seal);
}

/** Entries are hashed with their IP address under its first name, so that those written before still match. */
function textOf(entry: Omit<AuditEntry, "hash"> | LogEntry): string {
  const { ip: address, ...others } = entry as LogEntry & { ip?: string | null };
  return canonicalJson({ ...others, address, hash: undefined });
}

function headText(log: string, { number, hash }: Head): string {
  return canonicalJson({ log, number, hash });
}
