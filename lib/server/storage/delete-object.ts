import { setTimeout as pause } from "node:timers/promises";
import { readAccessAnswer, type ServiceAnswer } from "@/lib/core/storage/access-test";
import { usualRegion } from "@/lib/core/storage/bucket-credentials";
import type { CleanupAccess } from "@/lib/core/storage/cleanup-credentials";
import type { DeletionProblem } from "@/lib/core/storage/deletions";
import { GuardedRequestFailed } from "../guarded-request";
import { sendForObject } from "./cleanup-requests";
import { readServiceAnswer } from "./test-access";
import { findingOfFailure } from "./test-cleanup-access";

const tries = 4;
const pauseMs = 200;

/**
 * Deletes an object, or finds that it is gone. `mayBeGone`: an earlier request may have deleted it though its answer was
 * not seen, so it is looked for first, and not deleted a second time. Returns why it is still there.
 */
export async function deleteObject(
  access: CleanupAccess,
  object: { bucket: string; key: string },
  mayBeGone: boolean,
): Promise<DeletionProblem | undefined> {
  let looksFirst = mayBeGone;
  let problem: DeletionProblem | undefined;
  for (let at = 0; at < tries; at += 1) {
    if (at > 0) await pause(pauseMs * at);
    const found = looksFirst ? await ask(access, "GET", object) : "there";
    if (found === "gone") return undefined;
    if (found === "there" || !isPassing(found)) {
      const outcome = await ask(access, "DELETE", object);
      if (outcome === "there" || outcome === "gone") return undefined;
      problem = outcome;
      looksFirst = true;
    } else {
      problem = found;
    }
    if (problem !== "busy" && problem !== "unreachable") return problem;
  }
  return problem;
}

type Answered = "there" | "gone" | DeletionProblem;

function isPassing(answered: Answered): boolean {
  return answered === "busy" || answered === "unreachable" || answered === "timed_out";
}

/** `there`: the request was carried out. */
async function ask(
  access: CleanupAccess,
  method: "GET" | "DELETE",
  object: { bucket: string; key: string },
): Promise<Answered> {
  try {
    return readAnswer(access, readServiceAnswer(await sendForObject(access, method, object)));
  } catch (error) {
    const finding = findingOfFailure(error);
    if (finding === undefined) throw error;
    // Only a first byte was asked for: whatever is sent instead is there.
    if (error instanceof GuardedRequestFailed && error.failure === "too_large") {
      return method === "GET" ? "there" : "other";
    }
    return finding === "reads" || finding === "may_not_list" ? "other" : finding;
  }
}

const busyCodes = ["SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable", "OperationTimedOut"];
const protectedCodes =
  /^(ObjectLocked|ObjectUnderActiveHold|RetentionPolicyNotMet|LeaseIdMissing|BlobImmutableDueToPolicy|SnapshotsPresent)$/;

function readAnswer(access: CleanupAccess, answer: ServiceAnswer): Answered {
  const { status, code = "", text } = answer;
  if ((status >= 200 && status < 300) || status === 416) return "there";
  if (status >= 500 || status === 429 || status === 408 || busyCodes.includes(code)) return "busy";
  if (protectedCodes.test(code) || /object lock|legal hold|retention/i.test(text)) return "protected";
  if (status === 404 && code !== "NoSuchBucket" && code !== "ContainerNotFound") return "gone";
  const { finding } = readAccessAnswer(answer, access.service, access.region || usualRegion);
  if (finding === "may_not_list" || (finding === "other" && status === 403)) return "access_denied";
  return finding === "reads" ? "there" : finding;
}
