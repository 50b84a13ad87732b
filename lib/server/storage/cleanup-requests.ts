import { createHash, createHmac, createSign } from "node:crypto";
import { AwsV4Signer } from "aws4fetch";
import { LRUCache } from "lru-cache";
import { usualRegion } from "@/lib/core/storage/bucket-credentials";
import { type CleanupAccess, cleanupUrl } from "@/lib/core/storage/cleanup-credentials";
import { readServiceAccount, type ServiceAccount } from "@/lib/core/storage/service-account";
import { now } from "../clock";
import { settings } from "../env";
import { type GuardedAnswer, guardedRequest, guardedUrl } from "../guarded-request";
import { nothingSha256, objectPath, withSas } from "./signed-url";

type Method = "GET" | "DELETE";

/** What the service that gives tokens for a key file answered instead of one. */
export class NoToken extends Error {
  override readonly name = "NoToken";

  constructor(readonly answer: GuardedAnswer) {
    super("A service account got no token.");
  }
}

/** The secrets of this server were asked for, and it has none or may not give them. */
export class NoServerCredentials extends Error {
  override readonly name = "NoServerCredentials";
}

/** Asks for the first byte of an object, or deletes it. Throws `GuardedRequestFailed`, `NoToken`, `NoServerCredentials`. */
export function sendForObject(
  access: CleanupAccess,
  method: "GET" | "DELETE",
  { bucket, key }: { bucket: string; key: string },
): Promise<GuardedAnswer> {
  const url = new URL(cleanupUrl(access, bucket) + objectPath(key));
  if (access.service === "azure") {
    const asked: Record<string, string> =
      method === "GET" ? { "x-ms-range": "bytes=0-0" } : { "x-ms-delete-snapshots": "include" };
    return send(access, method, url, asked);
  }
  return send(access, method, url, {}, method === "GET" ? { range: "bytes=0-0" } : {});
}

/** Asks for the first name in the bucket, or for the first bucket. Throws what `sendForObject` does. */
export function sendForList(access: CleanupAccess): Promise<GuardedAnswer> {
  const { service, bucket } = access;
  const url = new URL(cleanupUrl(access, bucket));
  if (service === "azure") {
    url.pathname = url.pathname.replace(/(.)\/$/, "$1");
    url.search = bucket ? "restype=container&comp=list&maxresults=1" : "comp=list&maxresults=1";
  } else if (bucket !== "") {
    url.search = "list-type=2&max-keys=1";
  }
  return send(access, "GET", url, {});
}

async function send(
  access: CleanupAccess,
  method: Method,
  url: URL,
  msHeaders: Record<string, string>,
  unsignedHeaders: Record<string, string> = {},
): Promise<GuardedAnswer> {
  // Signing writes the host anew, and hides how it was written.
  guardedUrl(cleanupUrl(access, ""));
  const signed = await sign(access, method, url, msHeaders);
  const acceptsAnyCertificate = !access.verifiesCertificate;
  return guardedRequest(signed.url, {
    ...{ method, acceptsAnyCertificate },
    headers: { ...signed.headers, ...unsignedHeaders },
  });
}

type Signed = { url: string; headers: Record<string, string> };

async function sign(
  access: CleanupAccess,
  method: Method,
  url: URL,
  msHeaders: Record<string, string>,
): Promise<Signed> {
  const { service, secret } = access;
  if (access.method === "json") return withToken(access, url);
  if (service !== "azure") return signedForS3(access, method, url);
  const headers = { ...msHeaders, "x-ms-version": "2021-12-02" };
  if (access.method === "sas") return { url: withSas(url, secret).href, headers };
  return signedWithAccountKey(access, method, url, headers);
}

async function signedForS3(access: CleanupAccess, method: Method, url: URL): Promise<Signed> {
  const { key, secret, token } = access.method === "chain" ? serverCredentials() : access;
  const signed = await new AwsV4Signer({
    ...{ method, url: url.href, service: "s3", region: access.region || usualRegion },
    ...{ accessKeyId: key, secretAccessKey: secret, ...(token ? { sessionToken: token } : {}) },
    headers: { "x-amz-content-sha256": nothingSha256 },
    datetime: now()
      .toISOString()
      .replace(/[:-]|\.\d{3}/g, ""),
  }).sign();
  return { url: signed.url.href, headers: Object.fromEntries(signed.headers) };
}

/** What AWS tools read first. Files and metadata services of the machine are left alone. */
function serverCredentials(): { key: string; secret: string; token: string } {
  const {
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: token = "",
  } = process.env;
  if (!settings().storageCredentialsChain || !key || !secret) {
    throw new NoServerCredentials("This server gives no credentials.");
  }
  return { key, secret, token };
}

/** Shared Key of the Blob service, as versions since 2015 compute it for requests without a body. */
function signedWithAccountKey(
  { key: account, secret }: CleanupAccess,
  method: Method,
  url: URL,
  given: Record<string, string>,
): Signed {
  const headers: Record<string, string> = { ...given, "x-ms-date": now().toUTCString() };
  const names = Object.keys(headers).sort();
  const query = [...url.searchParams].sort(([one], [other]) => (one < other ? -1 : 1));
  const text = [
    method,
    ...Array.from({ length: 11 }, () => ""),
    ...names.map((name) => `${name}:${headers[name]}`),
    `/${account}${url.pathname}`,
    ...query.map(([name, value]) => `${name}:${value}`),
  ].join("\n");
  const signature = createHmac("sha256", Buffer.from(secret, "base64")).update(text).digest("base64");
  return { url: url.href, headers: { ...headers, authorization: `SharedKey ${account}:${signature}` } };
}

async function withToken(access: CleanupAccess, url: URL): Promise<Signed> {
  const account = readServiceAccount(access.secret);
  if (!account) throw new Error("A stored key file can’t be read.");
  const project = access.project || account.project;
  return {
    url: url.href,
    headers: {
      authorization: `Bearer ${await tokenOf(account)}`,
      ...(project ? { "x-goog-project-id": project } : {}),
    },
  };
}

const tokenMs = 50 * 60_000;
const tokens = new LRUCache<string, { token: string; endsAt: number }>({ max: 200 });

/** Tokens live for an hour. */
async function tokenOf(account: ServiceAccount): Promise<string> {
  const id = createHash("sha256").update(JSON.stringify(account)).digest("hex");
  const at = now().getTime();
  const known = tokens.get(id);
  if (known && known.endsAt > at) return known.token;
  const body = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: assertionOf(account, Math.floor(at / 1_000)),
  }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = await guardedRequest(account.tokenUrl, { method: "POST", headers, body });
  const token = answer.status === 200 ? readToken(answer.text) : undefined;
  if (token === undefined) throw new NoToken(answer);
  tokens.set(id, { token, endsAt: at + tokenMs });
  return token;
}

function readToken(text: string): string | undefined {
  try {
    const { access_token: token } = JSON.parse(text);
    return typeof token === "string" && /^[\x21-\x7e]+$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
}

function assertionOf({ email, privateKey, tokenUrl }: ServiceAccount, seconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const scope = "https://www.googleapis.com/auth/devstorage.read_write";
  const claims = { iss: email, scope, aud: tokenUrl, iat: seconds, exp: seconds + 3_600 };
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
}
