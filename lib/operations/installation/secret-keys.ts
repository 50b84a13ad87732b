import { randomBytes } from "node:crypto";
import { inTransaction } from "@/db/client";
import {
  countSealedTexts,
  countSignedEntries,
  countSignedHeads,
  type KeyUse,
  listHeadsSignedOtherwise,
} from "@/db/reads/sealed-texts";
import type { SealedColumnName } from "@/db/schema/sealed-columns";
import { withSessionLock } from "@/db/session-lock";
import { lockInstallation } from "@/db/writes/installation";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { now, type Wait, wait as waitFor } from "@/lib/server/clock";
import { deriveKey, newId } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { type SecretKey, writeKeyList } from "@/lib/server/key-list";
import { keyRing } from "@/lib/server/secret-keys";
import { tokenPurposes } from "@/lib/server/signed-token";
import { resignLog } from "../audit/audit";
import { recordInstallationEvent, resignInstallationLog } from "../audit/installation-log";
import { readInstallationLog } from "../audit/read-log";
import { resealTexts, sealedNames } from "./sealed-texts";

const rotationLock = 7_305_119;
const logsAtOnce = 200;
/** Longer than a request can take from sealing a text to its end in the database. */
const underWayMs = 60_000;
/** What a retired key signed has ended by then: an API token lives for a year at most. */
const keptForTokensMs = 366 * 86_400_000;

export type RotationStep =
  | { step: "created"; keyId: string }
  | { step: "resumed"; keyId: string; older: string[] }
  | { step: "resealed"; what: SealedColumnName; rows: number }
  | { step: "resigned"; logs: number }
  | { step: "waiting"; seconds: number };

export type Rotation = { keyId: string; unreadable: number; brokenLogs: number } & (
  | { state: "rotated"; retired: string[] }
  /** Something is sealed by these that they do not open, so they stay. */
  | { state: "still_used"; older: string[] }
  /** The environment holds the keys: what its operator may put in place of the older ones. */
  | { state: "replaceable"; older: string[]; entries: string }
);

export type RotationOptions = {
  /** Writes the keys where every process reads them. Nothing where the environment holds them. */
  replaceKeys: ((keys: readonly SecretKey[]) => void) | undefined;
  /** Whether what the older keys signed ends with them: sessions and tokens. */
  endTokens?: boolean;
  tell: (step: RotationStep) => void;
  wait?: Wait;
};

/**
 * Makes a key, re-encrypts everything with it, and retires the older ones, while servers run. Whatever ended an
 * earlier run, this one goes on where that stopped. Where the environment holds the keys, the operator puts the new one
 * there first: it comes back as `entry`.
 */
export async function rotateSecretKeys(
  options: RotationOptions,
): Promise<Outcome<Rotation | { state: "key_wanted"; entry: string }>> {
  const rotation = await withSessionLock(settings().databaseDirectUrl, rotationLock, () => rotate(options));
  if (rotation === "taken")
    return refused("conflict", "Another rotation is running. Wait until it finishes.");
  return done(rotation.done);
}

async function rotate(options: RotationOptions): Promise<Rotation | { state: "key_wanted"; entry: string }> {
  const { replaceKeys, tell, wait = waitFor } = options;
  const startedAt = now();
  if (olderKeys().length > 0) {
    tell({ step: "resumed", keyId: keyRing().newest.id, older: olderKeys().map(({ id }) => id) });
  } else {
    const fresh = { id: newId().slice(0, 8), key: randomBytes(32) };
    if (!replaceKeys) return { state: "key_wanted", entry: writeKeyList([fresh]).trim() };
    replaceKeys([fresh, ...keyRing().keys]);
    tell({ step: "created", keyId: fresh.id });
  }
  const { newest } = keyRing();
  const createdAt = await rememberCreation(newest.id, startedAt);

  await moveAll(newest.id, tell);
  const leftMs = createdAt.getTime() + underWayMs - now().getTime();
  if (leftMs > 0) {
    tell({ step: "waiting", seconds: Math.ceil(leftMs / 1000) });
    await wait(leftMs);
  }
  const { unreadable, brokenLogs } = await moveAll(newest.id, tell);

  const facts = { keyId: newest.id, unreadable, brokenLogs };
  const older = olderKeys();
  const used = await listUsedKeys(newest.id);
  const usedStill = older.filter(({ id }) => used.has(id)).map(({ id }) => id);
  if (usedStill.length > 0) return { ...facts, state: "still_used", older: usedStill };
  const kept = await keysAfterwards(newest, options.endTokens ?? false);
  const retired = older.map(({ id }) => id);
  if (!replaceKeys) {
    const entries = writeKeyList(kept).trim().replaceAll("\n", ",");
    return { ...facts, state: "replaceable", older: retired, entries };
  }
  await recordRetirement(retired, options.endTokens ?? false);
  replaceKeys(kept);
  return { ...facts, state: "rotated", retired };
}

function olderKeys(): SecretKey[] {
  const { keys, newest } = keyRing();
  return keys.filter((key) => key.purpose === undefined && key !== newest);
}

type Moved = { unreadable: number; brokenLogs: number };

/** Goes over everything until nothing more comes: what others write meanwhile is found at the next round. */
async function moveAll(newestId: string, tell: RotationOptions["tell"]): Promise<Moved> {
  for (;;) {
    let [moved, unreadable] = [0, 0];
    for (const what of sealedNames) {
      const texts = await resealTexts(what, newestId, (rows) => tell({ step: "resealed", what, rows }));
      moved += texts.resealed;
      unreadable += texts.unreadable;
    }
    const logs = await resignLogs(newestId, tell);
    if (moved + logs.resigned === 0) return { unreadable, brokenLogs: logs.broken };
  }
}

// Not audited: the entries of the logs stay as they are.
async function resignLogs(newestId: string, tell: RotationOptions["tell"]) {
  let [resigned, broken, after] = [0, 0, ""];
  await inTransaction((tx) => resignInstallationLog(tx));
  for (;;) {
    const workspaceIds = await listHeadsSignedOtherwise(newestId, after, logsAtOnce);
    for (const workspaceId of workspaceIds) {
      if (await inTransaction((tx) => resignLog(tx, workspaceId))) resigned += 1;
      else broken += 1;
    }
    if (workspaceIds.length > 0 && resigned > 0) tell({ step: "resigned", logs: resigned });
    if (workspaceIds.length < logsAtOnce) return { resigned, broken };
    after = workspaceIds.at(-1) ?? "";
  }
}

async function listUsedKeys(newestId: string): Promise<Set<string>> {
  const uses = await Promise.all(sealedNames.map((name) => countSealedTexts(name)));
  return new Set(uses.flat().flatMap(({ keyId }) => (keyId === newestId ? [] : keyId)));
}

/** What signed entries of audit logs is kept for good, and what signed tokens as long as one may live. */
async function keysAfterwards(newest: SecretKey, endTokens: boolean): Promise<SecretKey[]> {
  const dates = await readKeyDates();
  const purposes = ["audit-entry", ...(endTokens ? [] : tokenPurposes)];
  const retiring = olderKeys().flatMap((key) =>
    purposes.map((purpose) => ({ id: key.id, purpose, key: deriveKey(key, purpose) })),
  );
  const before = keyRing().keys.filter(({ id, purpose }) => {
    if (purpose === undefined) return false;
    if (purpose === "audit-entry") return true;
    const retiredAt = dates.get(id)?.retiredAt?.getTime() ?? now().getTime();
    return !endTokens && now().getTime() - retiredAt < keptForTokensMs;
  });
  return [newest, ...retiring, ...before];
}

type KeyDates = Map<string, { createdAt?: Date; retiredAt?: Date }>;

async function readKeyDates(): Promise<KeyDates> {
  const dates: KeyDates = new Map();
  for await (const { event, targetId, at } of readInstallationLog()) {
    if (!targetId || !event.startsWith("secret_key.")) continue;
    const known = dates.get(targetId) ?? {};
    dates.set(
      targetId,
      event === "secret_key.created" ? { ...known, createdAt: at } : { ...known, retiredAt: at },
    );
  }
  return dates;
}

/** The entry may be missing where an earlier run ended right behind the writing of the key. */
async function rememberCreation(keyId: string, at: Date): Promise<Date> {
  const known = (await readKeyDates()).get(keyId)?.createdAt;
  if (known) return known;
  await inTransaction(async (tx) => {
    await lockInstallation(tx);
    await recordInstallationEvent(tx, { by: "operator", event: "secret_key.created", targetId: keyId });
  });
  return at;
}

async function recordRetirement(keyIds: string[], endTokens: boolean): Promise<void> {
  await inTransaction(async (tx) => {
    await lockInstallation(tx);
    for (const targetId of keyIds) {
      await recordInstallationEvent(tx, {
        by: "operator",
        event: "secret_key.retired",
        targetId,
        after: { tokensEnded: endTokens },
      });
    }
  });
}

export type ListedKey = {
  id: string;
  /** `missing`: data uses it, and it is not configured. */
  state: "newest" | "older" | "retired" | "missing";
  createdAt: Date | undefined;
  retiredAt: Date | undefined;
  rows: Record<SealedColumnName | "logs" | "entries", number>;
};

/** Every key that is configured or in use, newest first. */
export async function listSecretKeys(): Promise<ListedKey[]> {
  const dates = await readKeyDates();
  const { keys, newest } = keyRing();
  const uses: [keyof ListedKey["rows"], KeyUse[]][] = [];
  for (const name of sealedNames) uses.push([name, await countSealedTexts(name)]);
  uses.push(["logs", await countSignedHeads()], ["entries", await countSignedEntries()]);
  const configured = keys.map(({ id }) => id);
  const inUse = uses.flatMap(([, rows]) => rows.map(({ keyId }) => keyId)).sort();
  return [...new Set([...configured, ...inUse])].map((id) => {
    const rowsOf = (of: KeyUse[]) => of.find(({ keyId }) => keyId === id)?.rows ?? 0;
    const isWhole = keys.some((key) => key.id === id && key.purpose === undefined);
    const isThere = configured.includes(id);
    return {
      id,
      state: id === newest.id ? "newest" : isWhole ? "older" : isThere ? "retired" : "missing",
      createdAt: dates.get(id)?.createdAt,
      retiredAt: dates.get(id)?.retiredAt,
      rows: Object.fromEntries(uses.map(([name, of]) => [name, rowsOf(of)])) as ListedKey["rows"],
    };
  });
}
