import { z } from "zod";
import { isStorable } from "../storable";
import {
  accessHost,
  accessRegion,
  accessText,
  type BucketService,
  bucketUrl,
  shortKey,
} from "./bucket-credentials";
import { type CleanupPlace, cleanupServices, methodsOf } from "./cleanup-words";
import { hostOf } from "./host-of";
import type { StorageObject } from "./object-url";
import { readServiceAccount } from "./service-account";

export type CleanupAccess = CleanupPlace & { secret: string; token: string };

const fields = z.object({
  forWorkspace: z.boolean(),
  service: z.enum(cleanupServices),
  method: z.enum(["key", "chain", "json", "sas"]),
  bucket: accessText("The bucket", 255).refine(
    (name) => /^[^/?#\s]*$/.test(name),
    "Enter the name of a bucket or container, or leave it empty.",
  ),
  key: accessText("The key", 320),
  secret: z.string().trim().max(12_000, "The secret is too long.").refine(isStorable, "It can’t be stored."),
  token: accessText("The token", 8_000),
  region: accessRegion,
  project: accessText("The project", 100),
  host: accessHost,
  isSecure: z.boolean(),
  verifiesCertificate: z.boolean(),
});
type Fields = z.output<typeof fields>;

/** Nothing that the chosen service or method does not read is kept. */
function tidied<F extends Fields>(given: F): F {
  const { service, method, host } = given;
  const isPlain = host.startsWith("http://") || !given.isSecure;
  const isChain = method === "chain";
  return {
    ...given,
    ...(isChain ? { key: "", secret: "" } : {}),
    ...(method === "json" ? { key: readServiceAccount(given.secret)?.email ?? "" } : {}),
    ...(service === "s3" && !isChain ? {} : { token: "" }),
    region: service === "azure" ? "" : given.region,
    project: service === "gcs" ? given.project : "",
    host: hostOf({ host }),
    isSecure: host === "" || !isPlain,
    verifiesCertificate: host === "" || isPlain || given.verifiesCertificate,
  };
}

type Problem = [path: keyof Fields, message: string];

function* problemsOf({ forWorkspace, service, method, key, secret, host }: Fields): Generator<Problem> {
  if (!methodsOf[service].includes(method)) yield ["method", "Choose how requests are signed."];
  else if (method === "chain") {
    if (!forWorkspace) yield ["method", "The credentials of this server are for the whole workspace alone."];
    if (host !== "") yield ["host", "The credentials of this server are for Amazon S3 alone."];
  } else if (method === "json") {
    if (secret !== "" && !readServiceAccount(secret)) {
      yield ["secret", "Paste the whole JSON key file of a service account."];
    }
  } else if (service === "azure") {
    if (!/^[a-z0-9]{3,24}$/.test(key)) yield ["key", "Enter the name of the storage account."];
    if (method === "key" && !/^[A-Za-z0-9+/]*={0,2}$/.test(secret)) {
      yield ["secret", "An account key is a text of base64. Choose SAS if you have a SAS."];
    }
  } else if (key === "") yield ["key", "Enter the access key."];
}

const checked = <Schema extends z.ZodType<Fields>>(schema: Schema) =>
  schema.superRefine((given, context) => {
    for (const [path, message] of problemsOf(given)) {
      context.addIssue({ code: "custom", path: [path], message });
    }
  });

export const newCleanupCredentials = checked(fields)
  .refine(({ method, secret }) => method === "chain" || secret !== "", {
    path: ["secret"],
    error: "Enter the secret.",
  })
  .transform(tidied);
export type NewCleanupCredentials = z.output<typeof newCleanupCredentials>;

/** An empty secret or token keeps the one that is stored; `removesToken` forgets the token. */
export const cleanupCredentialsEdit = checked(
  fields.extend({ id: z.string().max(100), removesToken: z.boolean() }),
).transform(tidied);
export type CleanupCredentialsEdit = z.output<typeof cleanupCredentialsEdit>;

export const cleanupCredentialsChoice = z.object({ id: z.string().max(100) });
export type CleanupCredentialsChoice = z.infer<typeof cleanupCredentialsChoice>;

/** For each member, and for the workspace. */
export const mostCleanupCredentials = 100;

const services: Record<StorageObject["store"], BucketService> = { s3: "s3", gs: "gcs", azure: "azure" };

/**
 * Those that the deleter has before those of the workspace, and among these those of the bucket before those of all.
 * Rows come in that order of whose they are.
 */
export function pickCleanupCredentials<Row extends CleanupPlace & { forWorkspace: boolean }>(
  rows: readonly Row[],
  object: StorageObject,
): Row | undefined {
  const fitting = rows.filter((row) => isFor(row, object));
  const pick = (forWorkspace: boolean, name: string) =>
    fitting.find((row) => row.forWorkspace === forWorkspace && row.bucket === name);
  const { bucket } = object;
  return pick(false, bucket) ?? pick(false, "") ?? pick(true, bucket) ?? pick(true, "");
}

function isFor({ service, key, host }: CleanupPlace, object: StorageObject): boolean {
  if (service !== services[object.store]) return false;
  // Google Cloud has one namespace of buckets: a host there is another way to it.
  if (service === "gcs") return true;
  return object.host === (service === "azure" ? accountHost({ key, host }) : host);
}

function accountHost({ key, host }: Pick<CleanupPlace, "key" | "host">): string {
  return host || `${key}.blob.core.windows.net`;
}

/** Where the objects of a bucket are, or with no bucket the service itself. Ends with a slash. */
export function cleanupUrl({ service, key, region, host, isSecure }: CleanupPlace, bucket: string): string {
  const scheme = isSecure ? "https" : "http";
  if (service === "azure") return withBucket(`${scheme}://${accountHost({ key, host })}/`, bucket);
  if (service === "gcs") return withBucket(`${scheme}://${host || "storage.googleapis.com"}/`, bucket);
  if (bucket !== "") return bucketUrl({ bucket, key: "s3", region, host: host && `${scheme}://${host}` });
  return host ? `${scheme}://${host}/` : `https://s3.${region || "us-east-1"}.amazonaws.com/`;
}

function withBucket(base: string, bucket: string): string {
  return bucket === "" ? base : `${base}${encodeURIComponent(bucket)}/`;
}

/** What is shown of a key: who may edit the row sees the whole. */
export function shownKey({ service, method, key }: Pick<CleanupPlace, "service" | "method" | "key">): string {
  if (method === "chain") return "of this server";
  return service === "azure" || method === "json" ? key : shortKey(key);
}
