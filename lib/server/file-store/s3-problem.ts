import type { IncomingHttpHeaders } from "node:http";
import { FileStoreFull, FileStoreUnavailable } from "./file-store";

/** What an answer says of a problem, in S3's own terms. */
export type S3Problem = { code?: string | undefined; region?: string | undefined };

const fullCodes = new Set([
  "QuotaExceeded",
  "InsufficientStorage",
  "XMinioStorageFull",
  "XMinioAdminBucketQuotaExceeded",
]);

const passingStatuses = new Set([429, 500, 502, 503, 504]);

/** A refusal, or a failure that lasted over all attempts. */
export class S3Failure extends FileStoreUnavailable {
  override readonly name = "S3Failure";

  constructor(
    readonly status: number,
    readonly problem: S3Problem,
  ) {
    super(
      `The bucket answered ${[status, problem.code].filter(Boolean).join(" ")}.`,
      isPassing({ status, ...problem })
        ? "The file storage has a problem. Try again."
        : "The file storage refused the request. Tell the operator of this server.",
    );
  }
}

/** Sending the same again may succeed. A completion is answered with 200 before it is clear whether it does. */
export function isPassing({ status, code }: { status: number } & S3Problem): boolean {
  return passingStatuses.has(status) || code === "RequestTimeout" || (isOk(status) && code !== undefined);
}

export function isOk(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

export function readProblem(text: string, headers: IncomingHttpHeaders): S3Problem {
  const region = headers["x-amz-bucket-region"];
  return {
    code: /<Error>.*?<Code>(\w{1,100})<\/Code>/s.exec(text)?.[1],
    region: typeof region === "string" ? region : /<Region>([\w-]{1,60})<\/Region>/.exec(text)?.[1],
  };
}

export function failureOf({ status, code, region }: { status: number } & S3Problem): Error {
  if (status === 507 || fullCodes.has(code ?? ""))
    return new FileStoreFull(`The bucket is full (${code ?? status}).`);
  return new S3Failure(status, { code, region });
}
