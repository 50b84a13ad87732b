import {
  type CipherKey,
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from "node:crypto";
import { accessKeyFrom, isUsableSecret, secretBytes } from "@/lib/core/credentials/format";
import type { SecretKey } from "./key-list";
import { type KeyRing, keyRing } from "./secret-keys";

const idBytes = 16;
/** Drawn for many ids at once: each draw costs a call more than all else that makes its answer. */
const drawn = Buffer.alloc(256 * idBytes);
let used = drawn.length;

export function newId<T extends string = string>(): T {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += idBytes;
  return drawn.toString("hex", used - idBytes, used) as T;
}

export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function newAccessKey(): string {
  return accessKeyFrom(randomBytes(96)) ?? newAccessKey();
}

export function newSecretKey(): string {
  const secret = randomBytes(secretBytes).toString("base64url");
  return isUsableSecret(secret) ? secret : newSecretKey();
}

/** For secrets of full entropy only: passwords need the slow hash of passwords.ts. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}

const prepared = new WeakMap<SecretKey, Map<string, KeyObject>>();

/** A key for one purpose, made from the installation's key with that id, or from its newest. */
export function keyFor(
  purpose: string,
  keyId?: string,
  { keys, newest }: KeyRing = keyRing(),
): { id: string; key: KeyObject } | undefined {
  if (keyId === undefined || keyId === newest.id) return { id: newest.id, key: prepareKey(newest, purpose) };
  const source = keys.find((key) => key.id === keyId && (key.purpose ?? purpose) === purpose);
  return source && { id: source.id, key: prepareKey(source, purpose) };
}

/** Made ready once for each purpose: Node 24 takes six times as long to sign with the bytes of a key. */
function prepareKey(source: SecretKey, purpose: string): KeyObject {
  const known = prepared.get(source) ?? new Map<string, KeyObject>();
  prepared.set(source, known);
  let key = known.get(purpose);
  if (!key) {
    key = createSecretKey(source.purpose === undefined ? deriveKey(source, purpose) : source.key);
    known.set(purpose, key);
  }
  return key;
}

/** What is made of a key for one purpose: it serves that purpose still when the key itself is gone. */
export function deriveKey(source: SecretKey, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", source.key, "", `steward ${purpose}`, 32));
}

/** The place of a sealed text. The text can't be opened in another row or workspace. */
export type SealContext = { workspaceId: string; table: string; row: string };

const tagBytes = 16;
const nonceBytes = 12;

/**
 * AES-256-GCM under a key of its own, which is wrapped by the installation's newest key:
 * `v1.keyId.wrappedKey.text`.
 */
export function sealText(plaintext: string, context: SealContext): string {
  const wrapping = keyFor("sealing");
  if (!wrapping) throw new Error("No secret key is configured.");
  const dataKey = randomBytes(32);
  const about = aboutOf(context);
  const wrapped = encrypt(wrapping.key, dataKey, about);
  return `v1.${wrapping.id}.${wrapped}.${encrypt(dataKey, Buffer.from(plaintext), about)}`;
}

/** Throws when the text was altered, moved, or sealed under a key that is no longer configured. */
export function openText(sealed: string, context: SealContext): string {
  const [version, keyId, wrapped, text, ...rest] = sealed.split(".");
  if (version !== "v1" || !wrapped || !text || rest.length > 0)
    throw new Error("A sealed text has an unknown format.");
  const about = aboutOf(context);
  return decrypt(unwrap(keyId, wrapped, about), text, about).toString("utf8");
}

/**
 * The head of a sealed text, `v1.keyId.wrappedKey.`, under the newest key: the text itself, behind it, stays
 * as it is and is not opened. Throws as `openText` does.
 */
export function rewrapHead(head: string, context: SealContext): string {
  const [version, keyId, wrapped, ...rest] = head.split(".");
  if (version !== "v1" || !wrapped || rest.length !== 1)
    throw new Error("A sealed text has an unknown format.");
  const about = aboutOf(context);
  const wrapping = keyFor("sealing");
  if (!wrapping) throw new Error("No secret key is configured.");
  return `v1.${wrapping.id}.${encrypt(wrapping.key, unwrap(keyId, wrapped, about), about)}.`;
}

function unwrap(keyId: string | undefined, wrapped: string, about: Buffer): Buffer {
  const wrapping = keyFor("sealing", keyId);
  if (!wrapping) throw new Error(`A text was sealed with the secret key ${keyId}, which is not configured.`);
  return decrypt(wrapping.key, wrapped, about);
}

function aboutOf({ workspaceId, table, row }: SealContext): Buffer {
  return Buffer.from(`${workspaceId}|${table}|${row}`);
}

function encrypt(key: CipherKey, plaintext: Buffer, about: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes }).setAAD(about);
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
}

function decrypt(key: CipherKey, sealed: string, about: Buffer): Buffer {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(about)
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
}
