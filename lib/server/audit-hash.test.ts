import { beforeEach, expect, test, vi } from "vitest";
import type { AuditEntry } from "@/db/reads/audit-events";
import type { WorkspaceId } from "@/lib/core/identifiers";

const older = `one:${Buffer.alloc(32, 1).toString("base64")}`;
const newer = `two:${Buffer.alloc(32, 2).toString("base64")}`;
const entry: Omit<AuditEntry, "hash"> = {
  workspaceId: "w" as WorkspaceId,
  number: 1,
  at: new Date("2026-12-01T00:00:00Z"),
  event: "session.ended",
  actorUserId: null,
  actorName: "Ada",
  via: "session",
  accessKey: null,
  ip: null,
  targetId: null,
  targetName: null,
  before: null,
  after: null,
  previousHash: "",
};

beforeEach(() => {
  process.env.DATABASE_URL = "postgres://localhost/x";
});

async function withKeys(keys: string) {
  vi.resetModules();
  process.env.STEWARD_SECRET_KEYS = keys;
  return import("./audit-hash");
}

test("an entry and an end that an older key signed can be checked while that key is kept", async () => {
  const before = await withKeys(older);
  const signed = { ...entry, hash: before.auditHash(entry) };
  const head = { number: 1, hash: signed.hash };
  const seal = before.sealHead("w", head);
  const rotated = await withKeys(`${newer},${older}`);
  expect(rotated.checkAuditHash(signed)).toBe("signed");
  expect(rotated.checkHeadSeal("w", { ...head, seal })).toBe("right");
  expect(rotated.auditHash(entry)).toMatch(/^two\./);
  const dropped = await withKeys(newer);
  expect(dropped.checkAuditHash(signed)).toBe("unknown_key");
  expect(dropped.checkHeadSeal("w", { ...head, seal })).toBe("unknown_key");
});

test("a signature counts for no other key, entry, log or purpose", async () => {
  const { auditHash, checkAuditHash, checkHeadSeal, sealHead } = await withKeys(`${newer},${older}`);
  const hash = auditHash(entry);
  const head = { number: 1, hash };
  const seal = sealHead("w", head);
  expect(checkAuditHash({ ...entry, hash: hash.replace("two.", "one.") })).toBe("wrong");
  expect(checkAuditHash({ ...entry, number: 2, hash })).toBe("wrong");
  expect(checkAuditHash({ ...entry, hash: seal })).toBe("wrong");
  expect(checkHeadSeal("v", { ...head, seal })).toBe("wrong");
  expect(checkHeadSeal("w", { ...head, number: 2, seal })).toBe("wrong");
  expect(checkHeadSeal("w", { ...head, seal: hash })).toBe("wrong");
  expect(checkHeadSeal("w", { ...head, seal: "" })).toBe("wrong");
  expect(checkHeadSeal("w", { number: 0, hash: "", seal: "" })).toBe("wrong");
  expect(checkHeadSeal("w", { number: 1, hash: "0".repeat(64), seal: "" })).toBe("none");
});
