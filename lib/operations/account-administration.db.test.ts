import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { findLiveSession } from "@/db/reads/sessions";
import { users } from "@/db/schema/accounts";
import { openTestDatabase } from "@/db/testing/database";
import {
  actingAs,
  blockAudit,
  join,
  lastAuditEvent,
  makePerson,
  makeSession,
  makeWorkspace,
  type TestPerson,
} from "@/db/testing/factories";
import { changesIn, rowsWith } from "@/db/testing/rows";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { livePeriod } from "@/lib/server/session-period";
import { makeResetLink, proveAddress, removeAccount } from "./account-administration";
import { createCredentials } from "./credentials";
import { saveOwnVault } from "./vaults";

openTestDatabase();

async function makeCredentials(person: TestPerson, workspaceId: WorkspaceId): Promise<string> {
  const actor = actingAs("credentials.manage_own", person, { workspaceId, role: "member" });
  const outcome = await createCredentials(actor, { label: "", expires: "never", date: "" });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value.accessKey;
}

test.each([
  ["proving", proveAddress],
  ["a reset link for", makeResetLink],
  ["removing", removeAccount],
])("%s an unknown address says so", async (_, command) => {
  expect(await command("nobody@example.com")).toEqual({
    ok: false,
    refusal: { code: "not_found", message: "There is no account with the address nobody@example.com." },
  });
});

describe("proving an address", () => {
  test("counts from now on, once, and stands in the personal workspace's log as the operator's", async () => {
    const person = await makePerson();
    await db().update(users).set({ emailProvenAt: null }).where(eq(users.id, person.id));
    expect(await proveAddress(person.email)).toEqual({ ok: true, value: { alreadyProven: false } });
    expect((await findProfile(person.id))?.emailProvenAt).toBeInstanceOf(Date);
    expect(await lastAuditEvent(person.personalId, "account.email_proven")).toMatchObject({
      actorUserId: null,
      actorName: "Operator",
      via: "operator",
      targetId: person.id,
      targetName: person.email,
    });
    const changes = await changesIn(person.id, async () => {
      expect(await proveAddress(person.email)).toEqual({ ok: true, value: { alreadyProven: true } });
    });
    expect(changes).toEqual([]);
  });

  test("is undone where the audit entry can't be written", async () => {
    const person = await makePerson();
    await db().update(users).set({ emailProvenAt: null }).where(eq(users.id, person.id));
    await blockAudit(person.personalId);
    await expect(proveAddress(person.email)).rejects.toThrow("audit_events");
    expect((await findProfile(person.id))?.emailProvenAt).toBeNull();
  });
});

test("a reset link leads to this installation, lasts a day and stands in the log without its token", async () => {
  const person = await makePerson();
  const outcome = await makeResetLink(person.email);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  const { link, expiresAt } = outcome.value;
  expect(link).toMatch(/^http:\/\/localhost:3000\/reset-password\?token=[\w-]{43}$/);
  expect(Math.abs(expiresAt.getTime() - Date.now() - 86_400_000)).toBeLessThan(60_000);
  expect(await lastAuditEvent(person.personalId, "account.password_link_made")).toMatchObject({
    via: "operator",
  });
  expect(await rowsWith(link.split("token=")[1] ?? "")).toEqual([]);
});

describe("removing an account", () => {
  test("leaves nothing of it but the log entries of workspaces that it was in", async () => {
    const [person, owner] = [await makePerson("Rita"), await makePerson("Olga")];
    const shared = await makeWorkspace(owner);
    await join(shared, person);
    const session = await makeSession(person, shared);
    const keys = [await makeCredentials(person, shared), await makeCredentials(person, person.personalId)];
    const edit = { format: "hocon", text: "a: 1", baseRevision: 0, turnOff: false } as const;
    await saveOwnVault(actingAs("vaults.edit_own", person, { workspaceId: shared, role: "member" }), edit);
    await makeResetLink(person.email);

    expect(await removeAccount(person.email)).toEqual({ ok: true, value: { workspaces: 2 } });
    expect(await findAccountByEmail(person.email)).toBeUndefined();
    expect(await findLiveSession(session, livePeriod())).toBeUndefined();
    expect(await rowsWith(person.personalId)).toEqual([]);
    const left = (await rowsWith(person.id)).map((row) => row.split(" ")[0]);
    expect(new Set(left)).toEqual(new Set(["audit_events"]));
    for (const key of keys)
      expect((await rowsWith(key)).filter((row) => row.startsWith("api_cred"))).toEqual([]);
    expect(await lastAuditEvent(shared, "account.removed")).toMatchObject({
      actorName: "Operator",
      via: "operator",
      targetId: person.id,
      targetName: person.email,
      after: { revokedCredentials: 1 },
    });
  });

  test("is refused while it owns a shared workspace, and changes nothing", async () => {
    const owner = await makePerson();
    await makeWorkspace(owner, "Lab");
    const changes = await changesIn(owner.id, async () => {
      expect(await removeAccount(owner.email)).toEqual({
        ok: false,
        refusal: { code: "conflict", message: `${owner.email} owns “Lab”. Let another admin own it first.` },
      });
    });
    expect(changes).toEqual([]);
  });

  test("is undone whole where one workspace's entry can't be written", async () => {
    const person = await makePerson();
    const [one, other] = [await makeWorkspace(await makePerson()), await makeWorkspace(await makePerson())];
    await join(one, person);
    await join(other, person);
    await blockAudit(other);
    const changes = await changesIn(person.id, () =>
      expect(removeAccount(person.email)).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });
});
