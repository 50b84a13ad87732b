const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const accessKeyLength = 30;
export const secretBytes = 50;

export const accessKeyPattern = /^[A-Z0-9]{30}$/;

/** Bytes at or above 252 are passed over: 256 is no multiple of 36, and taking them would favour some letters. */
export function accessKeyFrom(randomBytes: Iterable<number>): string | undefined {
  let key = "";
  for (const byte of randomBytes) {
    if (byte >= 252) continue;
    key += alphabet[byte % alphabet.length];
    if (key.length === accessKeyLength) return key;
  }
  return undefined;
}

/** URL-safe base64 of 50 random bytes. A leading `-` or `_` is refused: command lines take it for an option. */
export function isUsableSecret(secret: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{66}$/.test(secret);
}
