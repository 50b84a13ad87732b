import type { StoredVault } from "@/db/reads/vaults";
import type { MadeCanonical } from "@/db/writes/vaults";
import { canonicalWriter } from "@/lib/core/vault/write/canonical";
import { openText, type SealContext, sealText } from "@/lib/server/crypto";
import { log } from "@/lib/server/log";

type Place = { workspaceId: string; vaultId: string; revision: number };

/** The author's text of a stored revision. */
export function openStored(
  place: { workspaceId: string },
  stored: Pick<StoredVault, "id" | "revision" | "sealedText">,
): string {
  const { id: vaultId, revision } = stored;
  return openText(stored.sealedText, authorContext({ workspaceId: place.workspaceId, vaultId, revision }));
}

export function sealAuthorText(text: string, place: Place): string {
  return sealText(text, authorContext(place));
}

/** Nothing where the text can't be opened: its key is gone, or what is stored was altered. */
export function tryToOpen(open: () => string): string | undefined {
  try {
    return open();
  } catch (error) {
    log().error({ err: error }, "a vault's text can't be opened");
    return undefined;
  }
}

/** The text that clients are served of a stored revision. */
export function openCanonical(sealedCanonical: string, place: Place): string {
  return openText(sealedCanonical, canonicalContext(place));
}

/** `null` for a text with errors, which gives none. */
export function sealCanonical(canonical: string | null, place: Place): MadeCanonical {
  const sealedCanonical = canonical === null ? null : sealText(canonical, canonicalContext(place));
  return { sealedCanonical, canonicalWriter };
}

export function authorContext({ workspaceId, vaultId, revision }: Place): SealContext {
  return { workspaceId, table: "vault_revisions", row: `${vaultId}/${revision}` };
}

export function canonicalContext({ workspaceId, vaultId, revision }: Place): SealContext {
  return { workspaceId, table: "vault_revisions", row: `${vaultId}/${revision}/canonical` };
}
