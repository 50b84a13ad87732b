import { z } from "zod";
import { isStorable } from "../storable";
import { hostOf } from "./host-of";
import type { StorageObject } from "./object-url";

/** What is signed with, and which service it is for. */
export type BucketAccess = {
  bucket: string;
  /** Access key, or empty for a SAS of Azure. */
  key: string;
  secret: string;
  token: string;
  region: string;
  /** `host:port` with or without a scheme; empty for Amazon S3 and Google Cloud Storage. */
  host: string;
};

export type BucketService = "s3" | "gcs" | "azure";

/** Azure has no keys here, and HMAC keys of Google Cloud begin with GOOG. */
export function serviceOf({ key }: Pick<BucketAccess, "key">): BucketService {
  if (key === "") return "azure";
  return key.startsWith("GOOG") ? "gcs" : "s3";
}

/** One line of a form, as it can be stored. */
export const accessText = (label: string, most: number) =>
  z
    .string()
    .trim()
    .max(most, `${label} is too long.`)
    .refine(
      (value) => isStorable(value) && !/[\r\n]/.test(value),
      `${label} contains a character that can’t be used.`,
    );

const hostPattern = /^(?:https?:\/\/)?(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::\d{1,5})?$/;

/** Parsers read `0x7f.1` and `2130706433` as 127.0.0.1. */
function isPlainHost(host: string): boolean {
  const name = host.replace(/^https?:\/\//, "").replace(/:\d{1,5}$/, "");
  return URL.canParse(`http://${name}`) && new URL(`http://${name}`).hostname === name;
}

export const accessHost = accessText("The host", 255)
  .toLowerCase()
  .transform((host) => host.replace(/\/+$/, ""))
  .refine(
    (host) => host === "" || (hostPattern.test(host) && isPlainHost(host)),
    "Enter a host such as minio.example.com:9000, without a path.",
  );

export const accessRegion = accessText("The region", 60).refine(
  (region) => /^[a-z0-9-]*$/.test(region),
  "A region has lowercase letters, digits and hyphens, such as eu-central-1.",
);

const fields = z.object({
  bucket: accessText("The bucket", 255).refine(
    (name) => /^[^/?#\s]+$/.test(name),
    "Enter the name of a bucket or container.",
  ),
  key: accessText("The key", 255),
  secret: accessText("The secret", 4_000),
  token: accessText("The token", 8_000),
  region: accessRegion,
  host: accessHost,
});

/** An account of Azure is named by its host. */
function hasAllOf({ key, host }: { key: string; host: string }): boolean {
  return key !== "" || host !== "";
}
const keyProblem = {
  path: ["key"],
  error: "Enter the access key. Only a SAS of Azure, which needs its host, has none.",
};

export const newBucketCredentials = fields
  .refine(hasAllOf, keyProblem)
  .refine(({ secret }) => secret !== "", { path: ["secret"], error: "Enter the secret or the SAS." });
export type NewBucketCredentials = z.infer<typeof newBucketCredentials>;

/** An empty secret or token keeps the one that is stored; `removesToken` forgets the token. */
export const bucketCredentialsEdit = fields
  .extend({ id: z.string().max(100), removesToken: z.boolean() })
  .refine(hasAllOf, keyProblem);
export type BucketCredentialsEdit = z.infer<typeof bucketCredentialsEdit>;

export const bucketCredentialsChoice = z.object({ id: z.string().max(300) });
export type BucketCredentialsChoice = z.infer<typeof bucketCredentialsChoice>;

export const mostBucketCredentials = 100;

/** The first row for the bucket and host of an object; those of administrators come before one’s own. */
export function pickCredentials<Row extends Pick<BucketAccess, "bucket" | "key" | "host">>(
  rows: readonly Row[],
  { store, bucket, host }: StorageObject,
): Row | undefined {
  return rows.find((row) => {
    if (row.bucket !== bucket) return false;
    const service = serviceOf(row);
    if ((store === "azure") !== (service === "azure") || (store === "gs" && service !== "gcs")) return false;
    return hostOf(row) === host;
  });
}

/** `AKIA…Q7DX` of an access key. */
export function shortKey(key: string): string {
  return key.length > 12 ? `${key.slice(0, 4)}…${key.slice(-4)}` : key;
}

/** Where the bucket is: the start of the URL of every object in it. */
export function bucketUrl({ bucket, key, region, host }: Omit<BucketAccess, "secret" | "token">): string {
  const name = encodeURIComponent(bucket);
  if (host !== "") {
    const base = /^https?:/.test(host) ? host : `https://${host}`;
    // Some services have a host for each bucket.
    return hostOf({ host }).startsWith(`${bucket}.`) ? `${base}/` : `${base}/${name}/`;
  }
  if (serviceOf({ key }) === "gcs") return `https://storage.googleapis.com/${name}/`;
  const endpoint = `s3.${region || usualRegion}.amazonaws.com`;
  // A certificate for *.host is not valid for a bucket whose name has dots.
  return bucket.includes(".") ? `https://${endpoint}/${name}/` : `https://${name}.${endpoint}/`;
}

export const usualRegion = "us-east-1";

/** Leads to the row of a bucket that has none yet. */
export const configurationQuery = z.object({
  bucket: z.string().max(255).catch(""),
  host: z.string().max(255).catch(""),
});
