import { inTransaction, type Transaction } from "@/db/client";
import { findLevel } from "@/db/reads/usage-levels";
import { lockLevel, longestUnmeasuredMs, raiseLevel } from "@/db/writes/usage-levels";
import { isUnlimited, limitSentence, roomOf } from "@/lib/core/billing/limits";
import type { StorageMeter } from "@/lib/core/billing/plans";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { now } from "@/lib/server/clock";
import { findLimits } from "../billing/limits";

/** In bytes; `sentence` says who can do what about it. */
export type StorageRoom = { bytes: number; sentence: string };

/** How much more fits, before anything is read or written for it. Undefined where nothing limits it. */
export async function findStorageRoom(
  workspaceId: WorkspaceId,
  meter: StorageMeter,
): Promise<StorageRoom | undefined> {
  const limits = await findLimits(workspaceId);
  if (isUnlimited(limits, meter)) return undefined;
  const used =
    (await findLevel(workspaceId, meter, new Date(now().getTime() - longestUnmeasuredMs))) ??
    // Not audited: it counts what is there.
    (await inTransaction((tx) => lockLevel(tx, workspaceId, meter, now())));
  return { bytes: roomOf(limits, meter, used), sentence: limitSentence(limits, meter) };
}

/** What a transaction adds, up to the room that there was for it. */
export class StorageTaker {
  #taken = 0;

  constructor(readonly room: StorageRoom) {}

  get taken(): number {
    return this.#taken;
  }

  take(bytes: number): boolean {
    if (bytes > 0 && bytes > this.room.bytes - this.#taken) return false;
    this.#taken += bytes;
    return true;
  }
}

/**
 * Lets a transaction store what `take` allows; undefined where nothing limits it. It takes the last lock of the
 * transaction: of two who fill a workspace at the same time, the second finds no room.
 */
export async function openStorage(
  tx: Transaction,
  workspaceId: WorkspaceId,
  meter: StorageMeter,
): Promise<StorageTaker | undefined> {
  const limits = await findLimits(workspaceId, tx);
  if (isUnlimited(limits, meter)) return undefined;
  const used = await lockLevel(tx, workspaceId, meter, now());
  return new StorageTaker({ bytes: roomOf(limits, meter, used), sentence: limitSentence(limits, meter) });
}

/** After all that was taken is stored, or about to be. */
export async function closeStorage(
  tx: Transaction,
  workspaceId: WorkspaceId,
  meter: StorageMeter,
  storage: StorageTaker | undefined,
): Promise<void> {
  if (storage) await raiseLevel(tx, workspaceId, meter, storage.taken);
}

/** Takes room for one thing, or gives some back if `bytes` is negative. Returns the sentence of a refusal. */
export async function takeStorage(
  tx: Transaction,
  workspaceId: WorkspaceId,
  meter: StorageMeter,
  bytes: number,
): Promise<string | undefined> {
  if (bytes === 0) return undefined;
  const storage = await openStorage(tx, workspaceId, meter);
  if (storage && !storage.take(bytes)) return storage.room.sentence;
  await closeStorage(tx, workspaceId, meter, storage);
  return undefined;
}
