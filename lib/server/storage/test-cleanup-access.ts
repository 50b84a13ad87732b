import { type AccessTest, readAccessAnswer } from "@/lib/core/storage/access-test";
import { usualRegion } from "@/lib/core/storage/bucket-credentials";
import type { CleanupAccess } from "@/lib/core/storage/cleanup-credentials";
import { GuardedRequestFailed } from "../guarded-request";
import { NoServerCredentials, NoToken, sendForList } from "./cleanup-requests";
import { guardedFindings, readServiceAnswer } from "./test-access";

/** Asks the service for a list, and tells what came of it. Nothing is deleted. */
export async function testCleanupAccess(access: CleanupAccess): Promise<AccessTest> {
  try {
    const answer = readServiceAnswer(await sendForList(access));
    return readAccessAnswer(answer, access.service, access.region || usualRegion);
  } catch (error) {
    const finding = findingOfFailure(error);
    if (finding === undefined) throw error;
    return { finding };
  }
}

/** What it means that a request could not be signed or got no answer; nothing for any other error. */
export function findingOfFailure(error: unknown): AccessTest["finding"] | undefined {
  if (error instanceof GuardedRequestFailed) return guardedFindings[error.failure];
  if (error instanceof NoServerCredentials) return "no_server_credentials";
  if (!(error instanceof NoToken)) return undefined;
  const { status, text } = error.answer;
  if (status >= 500 || status === 429) return "unreachable";
  return /invalid_client|account not found/i.test(text) ? "wrong_key" : "wrong_secret";
}
