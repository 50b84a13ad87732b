import { z } from "zod";

/** A secret key, or with a purpose what was derived from it for that alone, after the key itself was retired. */
export type SecretKey = { id: string; key: Buffer; purpose?: string };

const entryPattern = /^[A-Za-z0-9]{1,32}(\.[a-z][a-z-]{0,31})?:[A-Za-z0-9+/_-]{43}=?$/;

/** What STEWARD_SECRET_KEYS holds: `id:key` entries with commas between, newest first. */
export const keyList = z
  .string()
  .transform((text) => text.split(",").map((entry) => entry.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(entryPattern, "STEWARD_SECRET_KEYS must contain id:key pairs, each key 32 bytes in base64.")
        .transform((entry): SecretKey => {
          const [name = "", key = ""] = entry.split(":");
          const [id = "", purpose] = name.split(".");
          return { id, key: Buffer.from(key, "base64"), ...(purpose ? { purpose } : {}) };
        }),
    ),
  )
  .refine(
    (keys) => new Set(keys.map(nameOf)).size === keys.length,
    "STEWARD_SECRET_KEYS contains an id twice.",
  )
  .refine(
    (keys) => keys.some((key) => key.purpose === undefined),
    "STEWARD_SECRET_KEYS must contain a key without a purpose.",
  );

/** The text of a file, which may have an entry on each line. */
export function readKeyList(text: string): SecretKey[] | undefined {
  const read = keyList.safeParse(text.trim().replace(/[\s,]+/g, ","));
  return read.success ? read.data : undefined;
}

export function writeKeyList(keys: readonly SecretKey[]): string {
  return keys.map((key) => `${nameOf(key)}:${key.key.toString("base64")}\n`).join("");
}

function nameOf({ id, purpose }: SecretKey): string {
  return purpose === undefined ? id : `${id}.${purpose}`;
}
