import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isUsableSecret } from "@/lib/core/credentials/format";

const key = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const place = { workspaceId: "w1", table: "vault_revisions", row: "v1/1" };
const plaintext = 'sdk.aws.s3.secret: "hunter2"\n# ünïcode 🔑';

/** A copy of the module that has read these keys, as after a restart. */
async function cryptoWith(secretKeys: string) {
  vi.resetModules();
  vi.stubEnv("STEWARD_SECRET_KEYS", secretKeys);
  return import("./crypto");
}

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgres://unused");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a sealed text", () => {
  test.each([plaintext, "", "x".repeat(300_000)])("opens where it was sealed (%#)", async (text) => {
    const { openText, sealText } = await cryptoWith(`k1:${key(1)}`);
    expect(openText(sealText(text, place), place)).toBe(text);
  });

  test("holds nothing of the text and is never the same twice", async () => {
    const { sealText } = await cryptoWith(`k1:${key(1)}`);
    const [one, other] = [sealText(plaintext, place), sealText(plaintext, place)];
    expect(one).toMatch(/^v1\.k1\.[\w-]+\.[\w-]+$/);
    expect(one.split(".").slice(2)).not.toContain(other.split(".")[2]);
    expect(one.split(".")[3]).not.toBe(other.split(".")[3]);
    expect(Buffer.from(one.split(".")[3] ?? "", "base64url").toString("latin1")).not.toContain("hunter2");
  });

  test.each([
    ["another workspace", { ...place, workspaceId: "w2" }],
    ["another table", { ...place, table: "storage_keys" }],
    ["another row", { ...place, row: "v1/2" }],
  ])("doesn't open in %s", async (_, elsewhere) => {
    const { openText, sealText } = await cryptoWith(`k1:${key(1)}`);
    expect(() => openText(sealText(plaintext, place), elsewhere)).toThrow();
  });

  test("doesn't open when any character of it is another", async () => {
    const { openText, sealText } = await cryptoWith(`k1:${key(1)}`);
    const sealed = sealText("short", place);
    const [version = "", keyId = "", wrapped = "", text = ""] = sealed.split(".");
    for (let at = 0; at < wrapped.length; at += 7) {
      expect(() => openText([version, keyId, altered(wrapped, at), text].join("."), place)).toThrow();
    }
    for (let at = 0; at < text.length; at += 7) {
      expect(() => openText([version, keyId, wrapped, altered(text, at)].join("."), place)).toThrow();
    }
  });

  test.each([
    ["cut short", (sealed: string) => sealed.slice(0, -6)],
    ["without its text", (sealed: string) => sealed.split(".").slice(0, 3).join(".")],
    ["with its tag cut to four bytes", (sealed: string) => cutTag(sealed)],
    ["with a part too many", (sealed: string) => `${sealed}.x`],
    ["of another version", (sealed: string) => sealed.replace("v1", "v2")],
    ["that is empty", () => ""],
    ["that is plain", () => plaintext],
  ])("%s doesn't open", async (_, change) => {
    const { openText, sealText } = await cryptoWith(`k1:${key(1)}`);
    expect(() => openText(change(sealText(plaintext, place)), place)).toThrow();
  });

  test("doesn't open with the wrapped key of another text", async () => {
    const { openText, sealText } = await cryptoWith(`k1:${key(1)}`);
    const one = sealText("one", place).split(".");
    const other = sealText("other", place).split(".");
    expect(() => openText([one[0], one[1], one[2], other[3]].join("."), place)).toThrow();
  });

  test("opens after a new key came first, and new ones are sealed under that", async () => {
    const sealed = (await cryptoWith(`old:${key(1)}`)).sealText(plaintext, place);
    const rotated = await cryptoWith(`new:${key(2)},old:${key(1)}`);
    expect(rotated.openText(sealed, place)).toBe(plaintext);
    expect(rotated.sealText(plaintext, place)).toMatch(/^v1\.new\./);
  });

  test("names the key that it lacks, and nothing else", async () => {
    const sealed = (await cryptoWith(`old:${key(1)}`)).sealText(plaintext, place);
    const without = await cryptoWith(`new:${key(2)}`);
    expect(() => without.openText(sealed, place)).toThrow(
      "A text was sealed with the secret key old, which is not configured.",
    );
  });

  test("doesn't open under another key of the same name", async () => {
    const sealed = (await cryptoWith(`k1:${key(1)}`)).sealText(plaintext, place);
    const changed = await cryptoWith(`k1:${key(2)}`);
    expect(() => changed.openText(sealed, place)).toThrow();
  });
});

test("each purpose and each installation key has a key of its own", async () => {
  const { keyFor } = await cryptoWith(`a:${key(1)},b:${key(2)}`);
  const keys = [keyFor("session"), keyFor("sealing"), keyFor("session", "b")];
  expect(keys.map((found) => found?.id)).toEqual(["a", "a", "b"]);
  expect(new Set(keys.map((found) => found?.key.export().toString("hex"))).size).toBe(3);
  expect(keys.map((found) => found?.key.symmetricKeySize)).toEqual([32, 32, 32]);
  expect(keys.some((found) => found?.key.export().equals(Buffer.alloc(32, 1)))).toBe(false);
  expect(keyFor("session", "c")).toBeUndefined();
});

test("ids, tokens and keys have their forms and don't repeat", async () => {
  const { newAccessKey, newId, newSecretKey, newToken } = await cryptoWith(`k1:${key(1)}`);
  const make = (maker: () => string) => Array.from({ length: 300 }, maker);
  const made = {
    ids: make(newId),
    tokens: make(newToken),
    accessKeys: make(newAccessKey),
    secrets: make(newSecretKey),
  };
  for (const list of Object.values(made)) expect(new Set(list).size).toBe(300);
  expect(made.ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  expect(made.tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
  expect(made.accessKeys.every((accessKey) => /^[A-Z0-9]{30}$/.test(accessKey))).toBe(true);
  expect(made.secrets.every(isUsableSecret)).toBe(true);
});

test("secrets are hashed one way, and compared whole", async () => {
  const { hashSecret, sameText, sha256Hex } = await cryptoWith(`k1:${key(1)}`);
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(hashSecret("abc")).toBe(Buffer.from(sha256Hex("abc"), "hex").toString("base64url"));
  expect([sameText("a", "a"), sameText("a", "b"), sameText("a", "aa"), sameText("", "")]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

function altered(text: string, at: number): string {
  return `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
}

function cutTag(sealed: string): string {
  const [version, keyId, wrapped, text = ""] = sealed.split(".");
  const bytes = Buffer.from(text, "base64url");
  const cut = Buffer.concat([bytes.subarray(0, 16), bytes.subarray(28)]).toString("base64url");
  return [version, keyId, wrapped, cut].join(".");
}
