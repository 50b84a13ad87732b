import { inSnapshot, inTransaction } from "@/db/client";
import {
  type AuditLogName,
  findAuditHead,
  listAuditEvents,
  listAuditLogs,
  listUnsealedLogs,
} from "@/db/reads/audit-events";
import {
  type ChainBreak,
  type ChainState,
  checkHead,
  emptyChain,
  type HashCheck,
  takeEntry,
} from "@/lib/core/audit/chain";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { checkAuditHash, checkHeadSeal } from "@/lib/server/audit-hash";
import { sealLog } from "./audit";

const entriesAtOnce = 1_000;
const logsAtOnce = 500;

export type CheckedLog = {
  entries: number;
  /** Up to this one, entries carry hashes that are older than signatures. */
  plainUntil: number;
  broken: ChainBreak | undefined;
};

type Entry = { number: number; previousHash: string; hash: string };

/** Follows a log from its first entry to its recorded end, up to the first that is wrong. */
export async function checkChain<E extends Entry>(chain: {
  log: string;
  head: { number: number; hash: string; seal: string } | undefined;
  listAfter: (number: number, limit: number) => Promise<E[]>;
  check: (entry: E) => HashCheck;
}): Promise<CheckedLog> {
  const { log, head } = chain;
  let state: ChainState = emptyChain;
  const found = (broken: ChainBreak | undefined) => ({
    entries: state.number,
    plainUntil: state.plainUntil,
    broken,
  });
  for (;;) {
    const entries = await chain.listAfter(state.number, entriesAtOnce);
    for (const entry of entries) {
      const taken = takeEntry(state, entry, chain.check(entry));
      if ("broken" in taken) return found(taken.broken);
      state = taken.state;
    }
    if (entries.length < entriesAtOnce) break;
  }
  return found(checkHead(state, head && { ...head, seal: checkHeadSeal(log, head) }));
}

/** Recalculates every hash of a workspace's log. */
export function checkAuditLog(workspaceId: WorkspaceId): Promise<CheckedLog> {
  return inSnapshot(async (tx) =>
    checkChain({
      log: workspaceId,
      head: await findAuditHead(workspaceId, tx),
      listAfter: (number, limit) => listAuditEvents(workspaceId, number, limit, tx),
      check: (entry) => checkAuditHash(entry),
    }),
  );
}

export async function* checkAuditLogs(): AsyncGenerator<AuditLogName & CheckedLog> {
  let after = "";
  for (;;) {
    const logs = await listAuditLogs(after, logsAtOnce);
    for (const log of logs) yield { ...log, ...(await checkAuditLog(log.workspaceId)) };
    const last = logs.at(-1)?.workspaceId;
    if (logs.length < logsAtOnce || !last) return;
    after = last;
  }
}

/** Signs the ends of logs from before there were signatures. Returns how many. */
export async function sealAuditLogs(): Promise<number> {
  let sealed = 0;
  let after = "";
  for (;;) {
    const unsealed = await listUnsealedLogs(after, logsAtOnce);
    for (const workspaceId of unsealed) {
      if (await inTransaction((tx) => sealLog(tx, workspaceId))) sealed += 1;
    }
    const last = unsealed.at(-1);
    if (unsealed.length < logsAtOnce || !last) return sealed;
    after = last;
  }
}
