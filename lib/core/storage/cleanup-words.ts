import { type AccessTest, type ToldTest, tellAccessTest } from "./access-test";
import type { BucketService } from "./bucket-credentials";

export const cleanupServices = ["s3", "gcs", "azure"] as const satisfies readonly BucketService[];

export const serviceNames: Record<BucketService, string> = {
  s3: "Amazon S3 or compatible",
  gcs: "Google Cloud Storage",
  azure: "Azure Blob Storage",
};

/**
 * How requests are signed: with a key and its secret; with those that the server was started with (`chain`); with the
 * key file of a service account of Google Cloud; or with a SAS of Azure.
 */
export type CleanupMethod = "key" | "chain" | "json" | "sas";

export const methodsOf: Record<BucketService, readonly CleanupMethod[]> = {
  s3: ["key", "chain"],
  gcs: ["json", "key"],
  azure: ["key", "sas"],
};

/** How objects are deleted: without its secrets. */
export type CleanupPlace = {
  service: BucketService;
  method: CleanupMethod;
  /** Bucket or container; empty for all that have no row of their own. */
  bucket: string;
  /** Access key, account name of Azure, or the e-mail address of a service account. */
  key: string;
  region: string;
  project: string;
  /** `host:port`; empty for the usual one of the service. */
  host: string;
  isSecure: boolean;
  verifiesCertificate: boolean;
};

/** How a row is called where a bucket is named. */
export function cleanupLabel({ service, bucket, host }: Pick<CleanupPlace, "service" | "bucket" | "host">) {
  return bucket || (host ? `all buckets at ${host}` : `all buckets of ${serviceNames[service]}`);
}

/** A finding as a badge and as a sentence. Nothing is deleted for a test, so it can’t tell more than this. */
export function tellCleanupTest(test: AccessTest, row: CleanupPlace): ToldTest {
  const name = cleanupLabel(row);
  const told = tellAccessTest(test, { bucket: name, host: row.host, region: row.region });
  const where = row.host || serviceNames[row.service];
  switch (test.finding) {
    case "reads":
      return {
        ...told,
        short: "Accepted",
        text: `${where} accepts the credentials for ${name}. Whether they may delete shows when something is deleted.`,
      };
    case "may_not_list":
      return {
        ...told,
        short: "Can’t list",
        text: `${where} knows the credentials, but they can’t list ${name}. If they may delete objects, that is enough.`,
      };
    case "bad_certificate":
      return { ...told, text: `${where} has no valid certificate for this host.` };
    default:
      return told;
  }
}
