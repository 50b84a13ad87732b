import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { type AuditEntry, listAuditEvents } from "@/db/reads/audit-events";
import { auditEvents } from "@/db/schema/audit-events";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs, blockAudit, makePerson, makeWorkspace } from "@/db/testing/factories";
import { changesIn } from "@/db/testing/rows";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { Actor } from "@/lib/core/workspace/actor";
import { type AuditFacts, auditHash, recordAudit, subjectOf } from "./audit";

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

async function makeLog(facts: AuditFacts[] = awkward): Promise<{ actor: Actor; workspaceId: WorkspaceId }> {
  const person = await makePerson();
  const workspaceId = await makeWorkspace(person);
  const actor = actingAs("workspace.view", person, { workspaceId });
  for (const fact of facts) await inTransaction((tx) => recordAudit(tx, subjectOf(actor), fact));
  return { actor, workspaceId };
}

/** The numbers of the entries whose hash, or whose place after the one before, is not right. */
function breaks(entries: AuditEntry[]): number[] {
  return entries
    .filter(({ hash, ...entry }, index) => {
      const previous = index === 0 ? "" : entries[index - 1]?.hash;
      return auditHash(entry) !== hash || entry.previousHash !== previous || entry.number !== index + 1;
    })
    .map(({ number }) => number);
}

const entriesOf = (workspaceId: WorkspaceId) => listAuditEvents(workspaceId, 0, 1_000);

describe("the audit log", () => {
  test("is a chain whose every hash can be worked out again from what the database holds", async () => {
    const { workspaceId } = await makeLog();
    const entries = await entriesOf(workspaceId);
    expect(entries.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(breaks(entries)).toEqual([]);
    expect(new Set(entries.map(({ hash }) => hash)).size).toBe(4);
  });

  test.each<[string, Partial<typeof auditEvents.$inferInsert>]>([
    ["what happened", { event: "workspace.created" }],
    ["when", { at: new Date("2026-01-01T00:00:00Z") }],
    ["who", { actorUserId: null }],
    ["their name", { actorName: "Eve" }],
    ["by what", { via: "operator" }],
    ["with which key", { accessKey: "X" }],
    ["from where", { address: "203.0.113.9" }],
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
    expect(breaks(await entriesOf(workspaceId))).toContain(2);
  });

  test("shows an altered row even with its own hash made anew", async () => {
    const { workspaceId } = await makeLog();
    const entry = (await entriesOf(workspaceId))[1];
    if (!entry) throw new Error("There is no second entry.");
    const { hash: _, ...forged } = { ...entry, actorName: "Eve" };
    await db()
      .update(auditEvents)
      .set({ actorName: "Eve", hash: auditHash(forged) })
      .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.number, 2)));
    expect(breaks(await entriesOf(workspaceId))).toEqual([3]);
  });

  test("shows a row that is gone", async () => {
    const { workspaceId } = await makeLog();
    await db()
      .delete(auditEvents)
      .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.number, 2)));
    expect(breaks(await entriesOf(workspaceId)).length).toBeGreaterThan(0);
  });

  test("shows a row that came from another workspace", async () => {
    const [one, other] = [await makeLog(), await makeLog([])];
    const [entry] = await entriesOf(one.workspaceId);
    if (!entry) throw new Error("There is no entry.");
    await db()
      .insert(auditEvents)
      .values({ ...entry, workspaceId: other.workspaceId });
    expect(breaks(await entriesOf(other.workspaceId))).toEqual([1]);
  });

  test("stays a chain when many write at once", async () => {
    const { actor, workspaceId } = await makeLog([]);
    const writing = Array.from({ length: 20 }, () =>
      inTransaction((tx) => recordAudit(tx, subjectOf(actor), { event: "session.ended" })),
    );
    await Promise.all(writing);
    const entries = await entriesOf(workspaceId);
    expect(entries).toHaveLength(20);
    expect(breaks(entries)).toEqual([]);
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
    expect(breaks(entries)).toEqual([]);
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
