import type { Reader } from "@/db/client";
import { type NamedObject, readConfiguration, type SealedVaultFacts } from "@/db/reads/access-configuration";
import type { ConfigurationDocument, WrittenObject } from "@/lib/core/access/configuration/document";
import type { ConfigurationFacts, VaultFacts } from "@/lib/core/access/configuration/facts";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { Turn } from "@/lib/server/turn";
import { openStored, tryToOpen } from "../../vaults/vault-texts";

export type StoredFacts = Omit<ConfigurationFacts, "vaults"> & {
  vaults: (VaultFacts & Pick<SealedVaultFacts, "position">)[];
};

/** The workspace as it is, with what the file names of it. Nothing where it is gone. */
export async function readFacts(
  workspaceId: WorkspaceId,
  document: ConfigurationDocument | undefined,
  on: Reader,
): Promise<StoredFacts | undefined> {
  const sealed = await readConfiguration(workspaceId, document ? namedIn(document) : [], on);
  if (!sealed) return undefined;
  const turn = new Turn();
  const vaults: StoredFacts["vaults"] = [];
  for (const { sealedText, ...vault } of sealed.vaults) {
    const text = tryToOpen(() => openStored({ workspaceId }, { ...vault, sealedText }));
    vaults.push({ ...vault, text });
    if (turn.isOver()) await turn.next();
  }
  return { ...sealed, vaults };
}

function namedIn({ rules = [], guards = [] }: ConfigurationDocument): NamedObject[] {
  return [...rules, ...guards].flatMap(({ object }) => namesOf(object));
}

function namesOf({ type, path, id }: WrittenObject): NamedObject[] {
  if (path === null) return [];
  return [{ type, path }, ...(id ? [{ type, id: id.text }] : [])];
}
