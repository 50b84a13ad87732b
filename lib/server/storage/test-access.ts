import { type AccessTest, readAccessAnswer, type ServiceAnswer } from "@/lib/core/storage/access-test";
import { type BucketAccess, bucketUrl, serviceOf, usualRegion } from "@/lib/core/storage/bucket-credentials";
import { now } from "../clock";
import {
  type GuardedAnswer,
  type GuardedFailure,
  GuardedRequestFailed,
  guardedRequest,
  guardedUrl,
} from "../guarded-request";
import { listRequest } from "./signed-url";

export const guardedFindings: Record<GuardedFailure, AccessTest["finding"]> = {
  odd_host: "closed_host",
  closed_address: "closed_host",
  unknown_host: "unknown_host",
  unreachable: "unreachable",
  timed_out: "timed_out",
  not_tls: "not_tls",
  bad_certificate: "bad_certificate",
  too_large: "other",
};

/** Asks the service for the list of the bucket, and tells what came of it. */
export async function testAccess(access: BucketAccess): Promise<AccessTest> {
  try {
    // Signing writes the host anew, and hides how it was written.
    guardedUrl(bucketUrl(access));
    const { url, headers } = await listRequest(access, now());
    const answer = readServiceAnswer(await guardedRequest(url, { headers }));
    return readAccessAnswer(answer, serviceOf(access), access.region || usualRegion);
  } catch (error) {
    if (error instanceof GuardedRequestFailed) return { finding: guardedFindings[error.failure] };
    throw error;
  }
}

/** What storage services say of a request in its headers and in XML. */
export function readServiceAnswer({ status, headers, text }: GuardedAnswer): ServiceAnswer {
  const date = Date.parse(headers.date ?? "");
  return {
    ...{ status, text },
    code: textOf(headers["x-ms-error-code"]) ?? /<Code>(\w{1,100})<\/Code>/.exec(text)?.[1],
    region: textOf(headers["x-amz-bucket-region"]) ?? /<Region>([\w-]{1,60})<\/Region>/.exec(text)?.[1],
    skewMs: Number.isNaN(date) ? undefined : date - now().getTime(),
  };
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}
