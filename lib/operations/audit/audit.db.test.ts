import { and, eq, gt } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { listAuditEvents } from "@/db/reads/audit-events";
import { auditEvents } from "@/db/schema/audit-events";
import { workspaceHeads } from "@/db/schema/workspaces";
import { blockAudit } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import { canonicalJson } from "@/lib/core/audit/serialize";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Actor } from "@/lib/core/workspace/actor";
import { auditHash } from "@/lib/server/audit-hash";
import { sha256Hex } from "@/lib/server/crypto";
import type { Revalidated } from "../rights/revalidate-actor";
import { type AuditFacts, recordAudit, subjectOf as subjectOfRevalidated } from "./audit";
import { checkAuditLog, checkAuditLogs, sealAuditLogs } from "./audit-check";
import { readWorkspaceLog } from "./read-log";

openTestDatabase();

const awkward: AuditFacts[] = [
  {
    event: "workspace.renamed",
    targetId: "t",
    targetName: "😀 “x” \\ \n",
    before: { name: "a" },
    after: { name: "b" },
  },
  {
    event: "credentials.created",
    after: { expiresAt: null, list: [3, 1, 2], nested: { b: 1, a: { d: 1.5, c: false } } },
  },
  { event: "vault.edited", before: {}, after: { undefinedToo: undefined, big: 9_007_199_254_740_991 } },
  { event: "session.ended" },
];

/** What is tested here is the log alone: nobody’s access is looked at. */
const subjectOf = (actor: Actor) => subjectOfRevalidated(actor as Revalidated);

async function makeLog(facts: AuditFacts[] = awkward): Promise<{ actor: Actor; workspaceId: WorkspaceId }> {
  const person = await makePerson();
  const workspaceId = await makeWorkspace(person);
  const actor = actingAs("workspace.view", person, { workspaceId });
  for (const fact of facts) await inTransaction((tx) => recordAudit(tx, subjectOf(actor), fact));
  return { actor, workspaceId };
}

const breakIn = async (workspaceId: WorkspaceId) => (await checkAuditLog(workspaceId)).broken;

const entriesOf = (workspaceId: WorkspaceId) => listAuditEvents(workspaceId, 0, 1_000);

describe("the audit log", () => {
  test("is a chain whose every hash can be worked out again from what the database holds", async () => {
    const { workspaceId } = await makeLog();
    const entries = await entriesOf(workspaceId);
    expect(entries.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(await checkAuditLog(workspaceId)).toEqual({ entries: 4, plainUntil: 0, broken: undefined });
    expect(new Set(entries.map(({ hash }) => hash)).size).toBe(4);
  });

  test.each<[string, Partial<typeof auditEvents.$inferInsert>]>([
    ["what happened", { event: "workspace.created" }],
    ["when", { at: new Date("2026-01-01T00:00:00Z") }],
    ["who", { actorUserId: null }],
    ["their name", { actorName: "Eve" }],
    ["by what", { via: "operator" }],
    ["with which key", { accessKey: "X" }],
    ["from where", { ip: "203.0.113.9" }],
    ["on what", { targetId: "another" }],
    ["its name", { targetName: "another" }],
    ["before", { before: { name: "another" } }],
    ["after", { after: { name: "another" } }],
    ["the hash before", { previousHash: "0".repeat(64) }],
    ["its hash", { hash: "0".repeat(64) }],
  ])("shows an altered row: %s", async (_, change) => {
    const { workspaceId } = await makeLog();
    await db()
      .update(auditEvents)
      .set(change)
      .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.number, 2)));
    expect(await breakIn(workspaceId)).toMatchObject({ number: 2 });
  });

  test("shows an altered row even if its hash was recalculated", async () => {
    const { workspaceId } = await makeLog();
    const entry = (await entriesOf(workspaceId))[1];
    if (!entry) throw new Error("There is no second entry.");
    const { hash: _, ...forged } = { ...entry, actorName: "Eve" };
    await db()
      .update(auditEvents)
      .set({ actorName: "Eve", hash: auditHash(forged) })
      .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.number, 2)));
    expect(await breakIn(workspaceId)).toEqual({ number: 3, problem: "moved" });
  });

  test("shows a row that is gone", async () => {
    const { workspaceId } = await makeLog();
    await db()
      .delete(auditEvents)
      .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.number, 2)));
    expect(await breakIn(workspaceId)).toEqual({ number: 2, problem: "missing" });
  });

  test("shows a row that came from another workspace", async () => {
    const [one, other] = [await makeLog(), await makeLog([])];
    const [entry] = await entriesOf(one.workspaceId);
    if (!entry) throw new Error("There is no entry.");
    await db()
      .insert(auditEvents)
      .values({ ...entry, workspaceId: other.workspaceId });
    expect(await breakIn(other.workspaceId)).toEqual({ number: 1, problem: "altered" });
  });

  test("stays a chain when many write at the same time", async () => {
    const { actor, workspaceId } = await makeLog([]);
    const writing = Array.from({ length: 20 }, () =>
      inTransaction((tx) => recordAudit(tx, subjectOf(actor), { event: "session.ended" })),
    );
    await Promise.all(writing);
    const entries = await entriesOf(workspaceId);
    expect(entries).toHaveLength(20);
    expect(await breakIn(workspaceId)).toBeUndefined();
  });

  test("keeps no number for a change that was rolled back", async () => {
    const { actor, workspaceId } = await makeLog();
    const rolledBack = inTransaction(async (tx) => {
      await recordAudit(tx, subjectOf(actor), { event: "session.ended" });
      throw new Error("no");
    });
    await expect(rolledBack).rejects.toThrow("no");
    await inTransaction((tx) => recordAudit(tx, subjectOf(actor), { event: "session.ended" }));
    const entries = await entriesOf(workspaceId);
    expect(entries.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(await breakIn(workspaceId)).toBeUndefined();
  });

  test("rolls back what comes before it where it can't be written", async () => {
    const { actor, workspaceId } = await makeLog();
    await blockAudit(workspaceId);
    const changes = await changesIn(workspaceId, () =>
      expect(
        inTransaction(async (tx) => {
          await tx
            .update(auditEvents)
            .set({ actorName: "changed" })
            .where(eq(auditEvents.workspaceId, workspaceId));
          await recordAudit(tx, subjectOf(actor), { event: "session.ended" });
        }),
      ).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });

  test("names the key of who acts by credentials", async () => {
    const { actor, workspaceId } = await makeLog([]);
    const program: Actor = { ...actor, via: { by: "credentials", accessKey: "KEY" } };
    await inTransaction((tx) => recordAudit(tx, subjectOf(program), { event: "session.ended" }));
    expect(await entriesOf(workspaceId)).toMatchObject([{ via: "credentials", accessKey: "KEY" }]);
  });
});

const ofEntry = (workspaceId: WorkspaceId, number: number) =>
  and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.number, number));

/** As entries were hashed before they were signed, when the IP address was called `address`. */
const plainHash = ({ ip, ...entry }: { ip: string | null }) =>
  sha256Hex(canonicalJson({ ...entry, address: ip }));

/** Gives every entry up to `last` a hash that takes no key, as all had before entries were signed. */
async function unsign(workspaceId: WorkspaceId, last: number): Promise<{ number: number; hash: string }> {
  let previousHash = "";
  for (const { hash: _, ...entry } of (await entriesOf(workspaceId)).slice(0, last)) {
    const plain = { ...entry, previousHash };
    previousHash = plainHash(plain);
    await db()
      .update(auditEvents)
      .set({ previousHash: plain.previousHash, hash: previousHash })
      .where(ofEntry(workspaceId, entry.number));
  }
  return { number: last, hash: previousHash };
}

async function setHead(workspaceId: WorkspaceId, head: { number: number; hash: string; seal?: string }) {
  await db()
    .update(workspaceHeads)
    .set({
      auditNumber: head.number,
      auditHash: head.hash,
      ...(head.seal === undefined ? {} : { auditSeal: head.seal }),
    })
    .where(eq(workspaceHeads.workspaceId, workspaceId));
}

const writeOne = (actor: Actor) =>
  inTransaction((tx) => recordAudit(tx, subjectOf(actor), { event: "session.ended" }));

describe("an attacker who can write to the database, but has no key,", () => {
  test("can't give an altered entry a hash that takes none", async () => {
    const { workspaceId } = await makeLog();
    const entry = (await entriesOf(workspaceId))[1];
    if (!entry) throw new Error("There is no second entry.");
    const { hash: _, ...forged } = { ...entry, actorName: "Eve" };
    const hash = plainHash(forged);
    await db().update(auditEvents).set({ actorName: "Eve", hash }).where(ofEntry(workspaceId, 2));
    expect(await breakIn(workspaceId)).toEqual({ number: 2, problem: "unsigned" });
  });

  test("can't rewrite the whole log without signatures", async () => {
    const { workspaceId } = await makeLog();
    await setHead(workspaceId, await unsign(workspaceId, 4));
    expect(await breakIn(workspaceId)).toEqual({ number: 4, problem: "head_altered" });
  });

  test("can't add an entry past the end", async () => {
    const { workspaceId } = await makeLog();
    await blockAudit(workspaceId);
    expect(await breakIn(workspaceId)).toEqual({ number: 5, problem: "altered" });
  });

  test("can't remove the last entries, although the head is set back, nor hide it by what is written next", async () => {
    const { actor, workspaceId } = await makeLog();
    const kept = (await entriesOf(workspaceId))[1];
    if (!kept) throw new Error("There is no second entry.");
    const tail = and(eq(auditEvents.workspaceId, workspaceId), gt(auditEvents.number, 2));
    await db().delete(auditEvents).where(tail);
    expect(await breakIn(workspaceId)).toEqual({ number: 3, problem: "tail_missing" });
    await setHead(workspaceId, { number: 2, hash: kept.hash });
    expect(await breakIn(workspaceId)).toEqual({ number: 2, problem: "head_altered" });
    await writeOne(actor);
    await writeOne(actor);
    expect(await breakIn(workspaceId)).toEqual({ number: 4, problem: "head_altered" });
  });

  test("can't have a start of the server sign what is left, with the seal taken away", async () => {
    const { actor, workspaceId } = await makeLog();
    const [, kept] = await entriesOf(workspaceId);
    if (!kept) throw new Error("There is no second entry.");
    await db()
      .delete(auditEvents)
      .where(and(eq(auditEvents.workspaceId, workspaceId), gt(auditEvents.number, 2)));
    await setHead(workspaceId, { number: 2, hash: kept.hash, seal: "" });
    await sealAuditLogs();
    expect(await breakIn(workspaceId)).toEqual({ number: 2, problem: "head_altered" });
    await writeOne(actor);
    expect(await breakIn(workspaceId)).toEqual({ number: 3, problem: "head_altered" });
  });

  test("can't empty a log", async () => {
    const { workspaceId } = await makeLog();
    await db().delete(auditEvents).where(eq(auditEvents.workspaceId, workspaceId));
    await setHead(workspaceId, { number: 0, hash: "" });
    expect(await breakIn(workspaceId)).toEqual({ number: 0, problem: "head_altered" });
  });
});

describe("a log from before entries were signed", () => {
  async function makeOldLog() {
    const log = await makeLog();
    await setHead(log.workspaceId, { ...(await unsign(log.workspaceId, 4)), seal: "" });
    return log;
  }

  test("is sealed once by the start of the server, goes on signed, and can be checked whole", async () => {
    const { actor, workspaceId } = await makeOldLog();
    expect(await breakIn(workspaceId)).toEqual({ number: 4, problem: "head_unsealed" });
    expect(await sealAuditLogs()).toBeGreaterThan(0);
    expect(await sealAuditLogs()).toBe(0);
    await writeOne(actor);
    expect(await checkAuditLog(workspaceId)).toEqual({ entries: 6, plainUntil: 4, broken: undefined });
    expect((await entriesOf(workspaceId))[4]).toMatchObject({
      event: "audit.sealed",
      via: "server",
      after: { entries: 4 },
    });
  });

  test("still shows what is altered in it", async () => {
    const { workspaceId } = await makeOldLog();
    await sealAuditLogs();
    await db().update(auditEvents).set({ actorName: "Eve" }).where(ofEntry(workspaceId, 3));
    expect(await breakIn(workspaceId)).toEqual({ number: 3, problem: "altered" });
  });

  test("can't be made to reach further", async () => {
    const { actor, workspaceId } = await makeOldLog();
    await sealAuditLogs();
    await writeOne(actor);
    await unsign(workspaceId, 5);
    expect(await breakIn(workspaceId)).toEqual({ number: 6, problem: "moved" });
  });
});

test("every workspace's log is checked", async () => {
  const [whole, broken] = [await makeLog(), await makeLog()];
  await db().update(auditEvents).set({ actorName: "Eve" }).where(ofEntry(broken.workspaceId, 1));
  const found = new Map<WorkspaceId, number | undefined>();
  for await (const log of checkAuditLogs()) found.set(log.workspaceId, log.broken?.number);
  expect(found.has(whole.workspaceId)).toBe(true);
  expect([found.get(whole.workspaceId), found.get(broken.workspaceId)]).toEqual([undefined, 1]);
});

test("a log is read from its first entry to its last, over pages, and that of another workspace is not in it", async () => {
  const many = Array.from({ length: 501 }, (_, at) => ({
    event: "workspace.renamed" as const,
    after: { name: `Lab ${at + 1}` },
  }));
  const { workspaceId } = await makeLog(many);
  await makeLog();
  const names: unknown[] = [];
  for await (const { after } of (await readWorkspaceLog(workspaceId)) ?? []) names.push(after?.name);
  expect(names).toEqual(many.map(({ after }) => after.name));
  expect(await readWorkspaceLog("0".repeat(32) as WorkspaceId)).toBeUndefined();
});
