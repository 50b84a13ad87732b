import { sha256Hex } from "@/lib/server/crypto";

/** Names the search it belongs to, so that a page is never read of another one. */
export function writePageToken(search: unknown, after: string): string {
  return Buffer.from(JSON.stringify([digestOf(search), after])).toString("base64url");
}

/** Where the page begins; nothing for a token of another search. */
export function readPageToken(search: unknown, token: string): string | undefined {
  if (token === "") return "";
  try {
    const read: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (!Array.isArray(read) || read[0] !== digestOf(search)) return undefined;
    const after: unknown = read[1];
    return typeof after === "string" && !after.includes("\u0000") ? after : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(search: unknown): string {
  return sha256Hex(JSON.stringify(search)).slice(0, 16);
}
