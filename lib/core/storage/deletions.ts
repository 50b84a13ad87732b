import { z } from "zod";
import { idsInPath } from "../resources/file-path";
import type { AccessFinding } from "./access-test";
import type { StorageObject } from "./object-url";
import { readObjectUrl } from "./object-url";

/** What was deleted with its objects in buckets. */
export type DeletionTarget = { type: "task" | "model" | "project"; id: string; name: string };

/** Why an object was not deleted. */
export type DeletionProblem =
  | Exclude<AccessFinding, "reads" | "may_not_list">
  | "no_credentials"
  | "unreadable_credentials"
  | "not_of_task"
  | "odd_name"
  | "access_denied"
  | "protected"
  | "busy";

/** Those that may pass, so that it is tried again. */
const passing: readonly DeletionProblem[] = ["unknown_host", "unreachable", "timed_out", "busy"];

/** Those that every object in the bucket has. */
const ofWholePlace: readonly DeletionProblem[] = ["no_credentials", "unreadable_credentials"];

export const isOfWholePlace = (problem: DeletionProblem) => ofWholePlace.includes(problem);

/** Those that say nothing of the object, but that its host does not answer. */
export const isOfHost = (problem: DeletionProblem) => passing.includes(problem) && problem !== "busy";

const mostAttempts = 10;
const longestWaitMs = 3_600_000;

/** When an object is tried again after so many attempts; undefined: not by itself. */
export function nextDeletionAttempt(problem: DeletionProblem, attempts: number, now: Date): Date | undefined {
  if (!passing.includes(problem) || attempts >= mostAttempts) return undefined;
  return new Date(now.getTime() + Math.min(longestWaitMs, 2_000 * 3 ** (attempts - 1)));
}

/** An object that is to be deleted, and the URL of its bucket. */
export type DoomedObject = { url: string; place: string; key: string };

/** Each object in a bucket that URLs name, once. Those that are kept, and what is in no bucket, are left out. */
export function doomedObjects(urls: readonly string[], kept: readonly string[]): DoomedObject[] {
  const stays = new Set(kept);
  return [...new Set(urls)].flatMap((url) => {
    const object = stays.has(url) ? undefined : readObjectUrl(url);
    return object ? [{ url, place: placeOf(object), key: object.key }] : [];
  });
}

/** Whether a URL leads to an object in a bucket. */
export function isInBucket(url: string): boolean {
  return readObjectUrl(url) !== undefined;
}

function placeOf({ store, host, bucket }: StorageObject): string {
  return `${store}://${host ? `${host}/` : ""}${bucket}`;
}

/**
 * Whether the path of an object names a task that may be modified. Anybody can report any URL, so the credentials of a
 * workspace delete nothing else for those who are no administrators.
 */
export function isOfModifiableTask(key: string, mayModify: (taskId: string) => boolean): boolean {
  return idsInPath(key).some(mayModify);
}

/** A URL with such a name would lead to another object. */
export function hasOddName(key: string): boolean {
  return key.split("/").some((segment) => segment === "." || segment === "..");
}

/** For people: what is wrong, and what helps. */
export function tellDeletionProblem(problem: DeletionProblem, place: string): string {
  const sentences: Record<DeletionProblem, string> = {
    no_credentials: `There are no cleanup credentials for ${place}. Add them, and try again.`,
    unreadable_credentials: `The stored cleanup credentials for ${place} can’t be read. Enter their secret again.`,
    not_of_task:
      "The path names no task that the user who deleted it could modify, so the credentials of the workspace are not used. An admin can try again.",
    odd_name:
      "The name has . or .. in its path, so no URL leads to it. Delete it with a tool of the storage service.",
    access_denied: `The credentials for ${place} may not delete objects.`,
    protected: "The object is protected by a lock, a retention period or a lease.",
    busy: "The storage service could not do it at that moment.",
    no_such_bucket: `There is no bucket at ${place}.`,
    wrong_key: `The storage service doesn’t know the key of the credentials for ${place}.`,
    wrong_secret: `The secret of the credentials for ${place} is wrong.`,
    wrong_region: `The bucket is in another region than the credentials for ${place} say.`,
    expired: `The token or SAS for ${place} has expired.`,
    wrong_token: `The storage service doesn’t accept the token of the credentials for ${place}.`,
    clock: "The clocks of this server and of the storage service differ by more than 15 minutes.",
    closed_host:
      "The host leads to an address that is not public. The operator can permit its network with STEWARD_PERMITTED_NETWORKS.",
    unknown_host: "The host was not found.",
    unreachable: "The host can’t be reached from this server.",
    timed_out: "The host didn’t answer in time.",
    not_tls: "The host doesn’t speak https at this port.",
    needs_https: "The host speaks only https at this port.",
    bad_certificate: "The host has no valid certificate.",
    redirected: "The host redirects to another place, which is not followed.",
    no_server_credentials:
      "This server was started without AWS credentials, or its operator does not permit their use.",
    other: "The storage service refused for another reason.",
  };
  return sentences[problem];
}

export const deletionChoice = z.object({ deletionId: z.string().max(100) });
export type DeletionChoice = z.infer<typeof deletionChoice>;
