import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { findMembership, findWorkspaceSummary } from "@/db/reads/memberships";
import { groups } from "@/db/schema/groups";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { roleOf } from "@/lib/core/workspace/role";
import { insertOwnedWorkspace, limitCredentials, renameWorkspace } from "./workspaces";

openTestDatabase();

test("a new workspace has its owner in Admins and every built-in group once", async () => {
  const owner = await makePerson();
  const workspaceId = await inTransaction((tx) =>
    insertOwnedWorkspace(tx, { name: "Lab", ownerUserId: owner.id, isPersonal: false }),
  );
  const membership = await findMembership(workspaceId, owner.id);
  expect(membership).toMatchObject({ workspaceName: "Lab", isPersonal: false, inAdmins: true });
  expect(membership && roleOf(membership)).toBe("owner");
  const made = await db().select().from(groups).where(eq(groups.workspaceId, workspaceId));
  expect(made.map(({ builtIn }) => builtIn).sort()).toEqual([
    "admins",
    "queue_admins",
    "service_accounts",
    "users",
  ]);
});

describe("renaming a workspace", () => {
  test("changes its name and writes both into its log", async () => {
    const owner = await makePerson();
    const workspaceId = await makeWorkspace(owner, "Lab");
    const actor = actingAs("workspace.rename", owner, { workspaceId, workspaceName: "Lab", role: "admin" });
    expect(await renameWorkspace(actor, { name: "Big lab" })).toEqual({
      ok: true,
      value: { name: "Big lab" },
    });
    expect((await findMembership(workspaceId, owner.id))?.workspaceName).toBe("Big lab");
    expect(await lastAuditEvent(workspaceId, "workspace.renamed")).toMatchObject({
      actorUserId: owner.id,
      targetId: workspaceId,
      before: { name: "Lab" },
      after: { name: "Big lab" },
    });
  });

  test("with its own name writes nothing", async () => {
    const owner = await makePerson();
    const workspaceId = await makeWorkspace(owner, "Lab");
    const actor = actingAs("workspace.rename", owner, { workspaceId, workspaceName: "Lab" });
    expect(await changesIn(workspaceId, () => renameWorkspace(actor, { name: "Lab" }))).toEqual([]);
  });

  test("touches no other workspace", async () => {
    const owner = await makePerson();
    const [one, other] = [await makeWorkspace(owner, "One"), await makeWorkspace(owner, "Other")];
    const actor = actingAs("workspace.rename", owner, { workspaceId: one, workspaceName: "One" });
    expect(await changesIn(other, () => renameWorkspace(actor, { name: "First" }))).toEqual([]);
  });

  test("is undone where the audit entry can't be written", async () => {
    const owner = await makePerson();
    const workspaceId = await makeWorkspace(owner, "Lab");
    await blockAudit(workspaceId);
    const actor = actingAs("workspace.rename", owner, { workspaceId, workspaceName: "Lab" });
    const changes = await changesIn(workspaceId, () =>
      expect(renameWorkspace(actor, { name: "Big lab" })).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });

  test.each(["member", "service_account"] as const)("is nothing that a %s may ask for", async (role) => {
    const person = await makePerson();
    expect(() => actingAs("workspace.rename", person, { role })).toThrow();
  });
});

describe("limiting the life of credentials", () => {
  const limitShownIn = async (workspaceId: WorkspaceId) =>
    (await findWorkspaceSummary(workspaceId, 0))?.maxCredentialDays;

  const makeLimiter = async () => {
    const owner = await makePerson();
    const workspaceId = await makeWorkspace(owner, "Lab");
    return {
      owner,
      workspaceId,
      limiter: actingAs("credentials.limit", owner, { workspaceId, role: "admin" }),
    };
  };

  test("keeps the days, and writes what was and is into the log", async () => {
    const { owner, workspaceId, limiter } = await makeLimiter();
    expect(await limitShownIn(workspaceId)).toBeNull();
    expect(await limitCredentials(limiter, { days: 60, seen: null })).toEqual({
      ok: true,
      value: { days: 60 },
    });
    expect(await limitShownIn(workspaceId)).toBe(60);
    expect(await lastAuditEvent(workspaceId, "workspace.credentials_limited")).toMatchObject({
      actorUserId: owner.id,
      targetId: workspaceId,
      before: { days: null },
      after: { days: 60 },
    });
    expect(await limitCredentials(limiter, { days: null, seen: 60 })).toMatchObject({ ok: true });
    expect(await limitShownIn(workspaceId)).toBeNull();
  });

  test("with the current value writes nothing", async () => {
    const { workspaceId, limiter } = await makeLimiter();
    await limitCredentials(limiter, { days: 60, seen: null });
    const again = () => limitCredentials(limiter, { days: 60, seen: 60 });
    expect(await changesIn(workspaceId, again)).toEqual([]);
  });

  test.each([
    [60, null, /changed the limit to 60 days/],
    [null, 60, /changed the limit to any/],
  ] as const)(
    "of %s days, drawn with %s, is told that somebody was there first",
    async (days, seen, words) => {
      const { workspaceId, limiter } = await makeLimiter();
      await limitCredentials(limiter, { days, seen: null });
      const changes = await changesIn(workspaceId, async () => {
        expect(await limitCredentials(limiter, { days: 30, seen })).toMatchObject({
          refusal: { code: "conflict", message: expect.stringMatching(words) },
        });
      });
      expect(changes).toEqual([]);
    },
  );

  test("touches no other workspace, and is undone without its audit entry", async () => {
    const { workspaceId, limiter } = await makeLimiter();
    const other = await makeLimiter();
    const others = await changesIn(other.workspaceId, () =>
      limitCredentials(limiter, { days: 30, seen: null }),
    );
    expect(others).toEqual([]);
    await blockAudit(workspaceId);
    const changes = await changesIn(workspaceId, () =>
      expect(limitCredentials(limiter, { days: 90, seen: 30 })).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });

  test.each(["member", "service_account", "impersonated"] as const)(
    "is nothing that a %s may ask for",
    async (role) => {
      const person = await makePerson();
      expect(() => actingAs("credentials.limit", person, { role })).toThrow();
    },
  );
});
