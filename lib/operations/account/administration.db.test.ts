import { beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { findCredential } from "@/db/reads/credentials";
import { findMembership } from "@/db/reads/memberships";
import { findLiveSession } from "@/db/reads/sessions";
import { installation } from "@/db/schema/installation";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, unprove } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { writeVault } from "@/db/testing/factories/vault";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { ensureInstallation } from "@/db/writes/installation";
import { resultOf } from "@/lib/entry/samples";
import { newToken } from "@/lib/server/crypto";
import { livePeriod } from "@/lib/server/session-period";
import { readInstallationLog } from "../audit/read-log";
import { findOwnVault } from "../vaults/vaults";
import { makeResetLink, proveEmail, removeAccount } from "./administration";

openTestDatabase();
beforeEach(async () => {
  await ensureInstallation(newToken(), new Date());
});

async function tablesWith(text: string): Promise<Set<string | undefined>> {
  return new Set((await rowsWith(text)).map((row) => row.split(" ")[0]));
}

test.each([
  ["proving", proveEmail],
  ["a reset link for", makeResetLink],
  ["removing", removeAccount],
])("%s an unknown address says so", async (_, command) => {
  expect(await command("nobody@example.com")).toEqual({
    ok: false,
    refusal: { code: "not_found", message: "No account has the e-mail address nobody@example.com." },
  });
});

describe("proving an address", () => {
  test("counts from now on, once, and is in the personal workspace's log as the operator's", async () => {
    const person = await makePerson();
    await unprove(person);
    expect(await proveEmail(person.email)).toEqual({ ok: true, value: { alreadyProven: false } });
    expect((await findProfile(person.id))?.emailProvenAt).toBeInstanceOf(Date);
    expect(await lastAuditEvent(person.personalId, "account.email_proven")).toMatchObject({
      actorUserId: null,
      actorName: "Operator",
      via: "operator",
      targetId: person.id,
      targetName: person.email,
    });
    const changes = await changesIn(person, async () => {
      expect(await proveEmail(person.email)).toEqual({ ok: true, value: { alreadyProven: true } });
    });
    expect(changes).toEqual([]);
  });

  test("is undone where the audit entry can't be written", async () => {
    const person = await makePerson();
    await unprove(person);
    await blockAudit(person.personalId);
    await expect(proveEmail(person.email)).rejects.toThrow("audit_events");
    expect((await findProfile(person.id))?.emailProvenAt).toBeNull();
  });
});

test("a reset link leads to this installation, lasts a day and is in the log without its token", async () => {
  const person = await makePerson();
  const outcome = resultOf(await makeResetLink(person.email));
  const { link, expiresAt } = outcome;
  expect(link).toMatch(/^http:\/\/localhost:3000\/reset-password\?token=[\w-]{43}$/);
  expect(Math.abs(expiresAt.getTime() - Date.now() - 86_400_000)).toBeLessThan(60_000);
  expect(await lastAuditEvent(person.personalId, "account.password_link_made")).toMatchObject({
    via: "operator",
  });
  expect(await rowsWith(link.split("token=")[1] ?? "")).toEqual([]);
});

describe("removing an account", () => {
  test("leaves nothing of it but entries in the logs of workspaces that it was in and of the installation, and its id in the latest changes of access", async () => {
    const [person, owner] = [await makePerson("Rita"), await makePerson("Olga")];
    const shared = await makeWorkspace(owner);
    await join(shared, person);
    const session = await makeSession(person, shared);
    const place = { account: person, workspaceId: shared };
    const keys = [await makeCredentials(place), await makeCredentials({ account: person })];
    await writeVault(place, "a: 1");
    await makeResetLink(person.email);

    expect(await removeAccount(person.email)).toEqual({ ok: true, value: { workspaces: 2 } });
    expect(await findAccountByEmail(person.email)).toBeUndefined();
    expect(await findLiveSession(session, livePeriod())).toBeUndefined();
    expect(await tablesWith(person.personalId)).toEqual(new Set(["installation_events"]));
    expect(await tablesWith(person.id)).toEqual(
      new Set(["audit_events", "installation_events", "access_changes"]),
    );
    expect(await tablesWith(person.email)).toEqual(new Set(["audit_events", "installation_events"]));
    for (const { accessKey } of keys)
      expect((await rowsWith(accessKey)).filter((row) => row.startsWith("api_cred"))).toEqual([]);
    expect(await lastAuditEvent(shared, "account.removed")).toMatchObject({
      actorName: "Operator",
      via: "operator",
      targetId: person.id,
      targetName: person.email,
      after: { revokedCredentials: 1 },
    });
  });

  test("that was in no shared workspace is in the installation’s log, each entry after the one before", async () => {
    const people = [await makePerson("Rita"), await makePerson("Rob")];
    for (const { email } of people) expect(await removeAccount(email)).toMatchObject({ ok: true });
    const log = [];
    for await (const entry of readInstallationLog()) log.push(entry);
    const [rita, rob] = log.slice(-2);
    expect(rita).toMatchObject({
      event: "account.removed",
      actorName: "Operator",
      via: "operator",
      targetId: people[0]?.id,
      targetName: people[0]?.email,
      before: { name: "Rita", workspaces: [{ id: people[0]?.personalId, deleted: true }] },
    });
    expect(rob).toMatchObject({ number: (rita?.number ?? 0) + 1, previousHash: rita?.hash });
    const [head] = await db().select().from(installation);
    expect(head).toMatchObject({ auditNumber: rob?.number, auditHash: rob?.hash });
  });

  test("leaves the personal workspace of somebody whose guest it was", async () => {
    const [host, guest] = [await makePerson("Hana"), await makePerson("Gus")];
    await join(host.personalId, guest);
    const key = await makeCredentials({ account: host });
    await writeVault({ account: host }, "a: 1");
    const guestKey = await makeCredentials({ account: guest, workspaceId: host.personalId });
    expect(await removeAccount(guest.email)).toEqual({ ok: true, value: { workspaces: 2 } });
    const vault = await findOwnVault(actingAs("vaults.read_own", host));
    expect(vault).toMatchObject({ text: "a: 1", enabled: true });
    expect(await findCredential(host.personalId, key.accessKey)).toMatchObject({ userId: host.id });
    expect(await findCredential(host.personalId, guestKey.accessKey)).toBeUndefined();
    expect(await lastAuditEvent(host.personalId, "account.removed")).toMatchObject({ targetId: guest.id });
    expect(await findMembership(host.personalId, host.id)).toMatchObject({ isPersonal: true });
  });

  test("is refused while it owns a shared workspace, and changes nothing", async () => {
    const owner = await makePerson();
    await makeWorkspace(owner, "Lab");
    const changes = await changesIn(owner, async () => {
      expect(await removeAccount(owner.email)).toEqual({
        ok: false,
        refusal: {
          code: "conflict",
          message: `${owner.email} owns “Lab”. Transfer ownership to another admin first.`,
        },
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
    const changes = await changesIn(person, () =>
      expect(removeAccount(person.email)).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });
});
