import type { NewCredentials } from "@/lib/core/credentials/inputs";
import { sampleCredentials } from "@/lib/entry/samples";
import { createCredentials } from "@/lib/operations/credentials/credentials";
import { actAs, type Place } from "./session";

export type Key = { accessKey: string; secret: string; basic: string };

export const basic = (accessKey: string, secret: string) =>
  `Basic ${Buffer.from(`${accessKey}:${secret}`).toString("base64")}`;

export function keyOf({ accessKey, plaintextSecret }: { accessKey: string; plaintextSecret: string }): Key {
  return { accessKey, secret: plaintextSecret, basic: basic(accessKey, plaintextSecret) };
}

export async function makeCredentials(place: Place, wanted: Partial<NewCredentials> = {}): Promise<Key> {
  const created = await actAs(place, "credentials.manage_own", (actor) =>
    createCredentials(actor, { ...sampleCredentials, ...wanted }),
  );
  return keyOf(created);
}
