import { AwsV4Signer } from "aws4fetch";
import { type BucketAccess, bucketUrl, serviceOf, usualRegion } from "@/lib/core/storage/bucket-credentials";

export const signedUrlSeconds = 300;

/** A URL that reads one object for a few minutes, or as long as its SAS lives. `at` is the time of the signature. */
export async function signedObjectUrl(access: BucketAccess, key: string, at: Date): Promise<string> {
  const url = new URL(bucketUrl(access) + objectPath(key));
  if (serviceOf(access) === "azure") return withSas(url, access.secret).href;
  url.searchParams.set("X-Amz-Expires", String(signedUrlSeconds));
  const signed = await signerFor(access, url, { signQuery: true, at }).sign();
  return signed.url.href;
}

/** As it is signed: browsers and services leave these characters as they are sent. */
export function objectPath(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2F", "/");
}

/** The URL and the headers of a request for the first name in a bucket. */
export async function listRequest(
  access: BucketAccess,
  at: Date,
): Promise<{ url: string; headers: Record<string, string> }> {
  const base = bucketUrl(access);
  if (serviceOf(access) === "azure") {
    const url = new URL(base.replace(/\/$/, ""));
    url.search = "restype=container&comp=list&maxresults=1";
    return { url: withSas(url, access.secret).href, headers: { "x-ms-version": "2021-12-02" } };
  }
  const url = new URL(base);
  url.search = "list-type=2&max-keys=1";
  const signed = await signerFor(access, url, { at }).sign();
  return { url: signed.url.href, headers: Object.fromEntries(signed.headers) };
}

function signerFor(
  { key, secret, token, region }: BucketAccess,
  url: URL,
  { signQuery = false, at }: { signQuery?: boolean; at: Date },
): AwsV4Signer {
  return new AwsV4Signer({
    ...{ method: "GET", url: url.href, service: "s3", region: region || usualRegion, signQuery },
    ...{ accessKeyId: key, secretAccessKey: secret, ...(token ? { sessionToken: token } : {}) },
    ...(signQuery ? {} : { headers: { "x-amz-content-sha256": nothingSha256 } }),
    datetime: at.toISOString().replace(/[:-]|\.\d{3}/g, ""),
  });
}

export const nothingSha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** A SAS is a query that is signed already. */
export function withSas(url: URL, sas: string): URL {
  const given = new URLSearchParams(sas.replace(/^\?/, ""));
  for (const [name, value] of given) url.searchParams.set(name, value);
  return url;
}
