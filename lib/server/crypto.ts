import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { accessKeyFrom, isUsableSecret, secretBytes } from "@/lib/core/credentials/format";
import { settings } from "./env";

export function newId<T extends string = string>(): T {
  return randomBytes(16).toString("hex") as T;
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

const derived = new Map<string, Buffer>();

/** A key for one purpose, made from the installation's key with that id, or from its newest. */
export function keyFor(purpose: string, keyId?: string): { id: string; key: Buffer } | undefined {
  const source =
    keyId === undefined ? settings().secretKeys[0] : settings().secretKeys.find(({ id }) => id === keyId);
  if (!source) return undefined;
  const name = `${source.id}/${purpose}`;
  let key = derived.get(name);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", source.key, "", `steward ${purpose}`, 32));
    derived.set(name, key);
  }
  return { id: source.id, key };
}

/** Where a sealed text stands. It opens nowhere else: copied to another row or workspace it is refused. */
export type SealContext = { workspaceId: string; table: string; row: string };

const tagBytes = 16;
const nonceBytes = 12;

/** AES-256-GCM under a key of its own, which is wrapped by the installation's newest key: `v1.keyId.wrappedKey.text`. */
export function sealText(plaintext: string, context: SealContext): string {
  const wrapping = keyFor("sealing");
  if (!wrapping) throw new Error("No secret key is configured.");
  const dataKey = randomBytes(32);
  const about = Buffer.from(`${context.workspaceId}|${context.table}|${context.row}`);
  const wrapped = encrypt(wrapping.key, dataKey, about);
  return `v1.${wrapping.id}.${wrapped}.${encrypt(dataKey, Buffer.from(plaintext), about)}`;
}

/** Throws when the text was altered, moved, or sealed under a key that is no longer configured. */
export function openText(sealed: string, context: SealContext): string {
  const [version, keyId, wrapped, text, ...rest] = sealed.split(".");
  if (version !== "v1" || !wrapped || !text || rest.length > 0)
    throw new Error("A sealed text has an unknown format.");
  const wrapping = keyFor("sealing", keyId);
  if (!wrapping) throw new Error(`A text was sealed with the secret key ${keyId}, which is not configured.`);
  const about = Buffer.from(`${context.workspaceId}|${context.table}|${context.row}`);
  return decrypt(decrypt(wrapping.key, wrapped, about), text, about).toString("utf8");
}

function encrypt(key: Buffer, plaintext: Buffer, about: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes }).setAAD(about);
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
}

function decrypt(key: Buffer, sealed: string, about: Buffer): Buffer {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(about)
    .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
}
