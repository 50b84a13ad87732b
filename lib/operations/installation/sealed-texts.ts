import { inTransaction } from "@/db/client";
import { listSealedHeads, type SealedHead } from "@/db/reads/sealed-texts";
import { type SealedColumnName, sealedColumns } from "@/db/schema/sealed-columns";
import { replaceSealedHead } from "@/db/writes/sealed-texts";
import type { UserId } from "@/lib/core/identifiers";
import { rewrapHead, type SealContext } from "@/lib/server/crypto";
import { mailContext } from "../mail/mails";
import { secretContext } from "../sign-in/second-factor-code";
import { bucketSecretsContext } from "../storage/bucket-credentials";
import { cleanupSecretsContext } from "../storage/cleanup-credentials";
import { authorContext, canonicalContext } from "../vaults/vault-texts";

const perBatch = 200;

export const sealedNames = Object.keys(sealedColumns) as SealedColumnName[];

const contexts: Record<SealedColumnName, (key: string[]) => SealContext> = {
  vaultTexts: (key) => authorContext(revisionOf(key)),
  servedVaultTexts: (key) => canonicalContext(revisionOf(key)),
  bucketSecrets: ([workspaceId = "", id = ""]) => bucketSecretsContext({ workspaceId, id }),
  cleanupSecrets: ([workspaceId = "", id = ""]) => cleanupSecretsContext({ workspaceId, id }),
  mails: ([id = ""]) => mailContext(id),
  secondFactors: ([userId = ""]) => secretContext(userId as UserId),
};

function revisionOf([workspaceId = "", vaultId = "", number]: string[]) {
  return { workspaceId, vaultId, revision: Number(number) };
}

export type Resealed = { resealed: number; unreadable: number };

/** Re-encrypts what uses other keys with the newest, some rows in each transaction. `tell` is called for each batch. */
export async function resealTexts(
  name: SealedColumnName,
  newestId: string,
  tell: (resealed: number) => void,
): Promise<Resealed> {
  const sum = { resealed: 0, unreadable: 0 };
  for (let after: string[] | undefined; ; ) {
    const batch = await listSealedHeads(name, newestId, after, perBatch);
    const done = await resealBatch(name, batch);
    sum.resealed += done.resealed;
    sum.unreadable += done.unreadable;
    if (done.resealed > 0) tell(sum.resealed);
    if (batch.length < perBatch) return sum;
    after = batch.at(-1)?.key;
  }
}

// Not audited: it changes by what a text is sealed, and nothing that the text says. The rotation has its own entries.
async function resealBatch(name: SealedColumnName, batch: SealedHead[]): Promise<Resealed> {
  const rewrapped = batch.flatMap((sealed) => {
    const head = rewrap(name, sealed);
    return head === undefined ? [] : { sealed, head };
  });
  const resealed = await inTransaction(async (tx) => {
    let replaced = 0;
    for (const { sealed, head } of rewrapped) {
      if (await replaceSealedHead(tx, name, sealed, head)) replaced += 1;
    }
    return replaced;
  });
  return { resealed, unreadable: batch.length - rewrapped.length };
}

/** Nothing for what its key does not open, or whose key is not here. */
function rewrap(name: SealedColumnName, { key, head }: SealedHead): string | undefined {
  try {
    return rewrapHead(head, contexts[name](key));
  } catch {
    return undefined;
  }
}
