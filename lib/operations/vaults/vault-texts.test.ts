import { afterEach, expect, test, vi } from "vitest";

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");

async function textsWith(secretKeys: string) {
  vi.stubEnv("STEWARD_SECRET_KEYS", secretKeys);
  vi.stubEnv("DATABASE_URL", "postgres://localhost/none");
  vi.resetModules();
  return import("./vault-texts");
}

afterEach(() => {
  vi.unstubAllEnvs();
});

const place = { workspaceId: "w", vaultId: "v", revision: 3 };

test("both texts of a revision open under the keys that sealed them, once newer ones stand before", async () => {
  const old = await textsWith(`old:${key(1)}`);
  const sealedText = old.sealAuthorText("a = 1", place);
  const { sealedCanonical } = old.sealCanonical('{"a": 1}\n', place);
  const rotated = await textsWith(`new:${key(2)},old:${key(1)}`);
  const stored = { id: place.vaultId, revision: place.revision, sealedText };
  expect(rotated.openStored(place, stored)).toBe("a = 1");
  expect(rotated.openCanonical(sealedCanonical ?? "", place)).toBe('{"a": 1}\n');
  expect(rotated.sealCanonical("{}\n", place).sealedCanonical).toMatch(/^v1\.new\./);
  const without = await textsWith(`new:${key(2)}`);
  expect(() => without.openCanonical(sealedCanonical ?? "", place)).toThrow("old");
});

test("a canonical text opens at no other place", async () => {
  const texts = await textsWith(`k:${key(1)}`);
  const sealed = texts.sealCanonical("{}\n", place).sealedCanonical ?? "";
  const others = [
    { ...place, workspaceId: "x" },
    { ...place, vaultId: "x" },
    { ...place, revision: 2 },
  ];
  for (const other of others) expect(() => texts.openCanonical(sealed, other)).toThrow();
  expect(() => texts.openStored(place, { id: "v", revision: 3, sealedText: sealed })).toThrow();
});
