import { inTransaction } from "@/db/client";
import { findRevisionSource, listOutdatedRevisions, type RevisionSource } from "@/db/reads/vaults";
import { updateCanonical } from "@/db/writes/vaults";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { targetOf } from "@/lib/core/vault/vault-types";
import { canonicalWriter } from "@/lib/core/vault/write/canonical";
import { log, logUnexpected } from "@/lib/server/log";
import { runVaultWork } from "@/lib/server/vault-workers";
import { workProblems } from "./vault-check";
import { openStored, sealCanonical, tryToOpen } from "./vault-texts";

const perBatch = 20;

/**
 * Makes the canonical text of every vault whose text was made by an older version, or by none, one after another.
 * Returns how many it made.
 */
export async function remakeOutdatedCanonicals(isStopped: () => boolean = () => false): Promise<number> {
  let made = 0;
  let after: RevisionSource | undefined;
  do {
    const batch = await listOutdatedRevisions(canonicalWriter, after, perBatch);
    for (const source of batch) {
      if (isStopped()) return made;
      try {
        if ((await makeCanonical(source)) !== undefined) made += 1;
      } catch (error) {
        logUnexpected(error, `vault ${source.id} of workspace ${source.workspaceId}`);
      }
    }
    after = batch.length < perBatch ? undefined : batch.at(-1);
  } while (after);
  return made;
}

const underWay = new Map<string, Promise<string | undefined>>();

/** The same for one that is to be served now. Undefined where its text has errors, or can't be opened. */
export function remakeCanonical(workspaceId: WorkspaceId, vaultId: string): Promise<string | undefined> {
  const key = `${workspaceId} ${vaultId}`;
  const making = underWay.get(key) ?? findAndMake(workspaceId, vaultId).finally(() => underWay.delete(key));
  underWay.set(key, making);
  return making;
}

async function findAndMake(workspaceId: WorkspaceId, vaultId: string): Promise<string | undefined> {
  const source = await findRevisionSource(workspaceId, vaultId);
  return source && makeCanonical(source);
}

/**
 * A vault that is on was found without errors by the version that turned it on: what that version read is served on,
 * whatever this one would say about it.
 */
// Not audited: it derives from a vault what that vault says already.
async function makeCanonical(source: RevisionSource): Promise<string | undefined> {
  const { workspaceId, id: vaultId, revision, format, enabled } = source;
  const text = tryToOpen(() => openStored({ workspaceId }, source));
  if (text === undefined) return undefined;
  const target = targetOf(source);
  const work = await runVaultWork({ kind: "prepare", text, format, target }, { keep: true });
  if ("problem" in work) {
    if (work.problem === "busy" || work.problem === "cancelled") throw new Error(workProblems[work.problem]);
    log().error({ workspaceId, vaultId, problem: work.problem }, "a vault can't be read");
    return undefined;
  }
  const { error, canonical } = work.value;
  const made = error && !enabled ? undefined : canonical;
  if (made === undefined && enabled)
    log().error({ workspaceId, vaultId }, "a vault that is on can't be read");
  const sealed = sealCanonical(made ?? null, { workspaceId, vaultId, revision });
  await inTransaction((tx) => updateCanonical(tx, source, sealed));
  return made;
}
