import { and, eq } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { db, inTransaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { installation, installationEvents } from "@/db/schema/installation";
import { refusedAttempts } from "@/db/schema/refused-attempts";
import { openTestDatabase } from "@/db/testing/database";
import { basic, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { deleteUser } from "@/db/writes/accounts";
import { ensureInstallation } from "@/db/writes/installation";
import { deleteWorkspace } from "@/db/writes/workspaces";
import { hourOf, mostNetworksNamed } from "@/lib/core/audit/refusals";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { authenticate } from "@/lib/server/api-caller";
import { newAccessKey, newToken } from "@/lib/server/crypto";
import { checkAuditLog } from "../audit/audit-check";
import { checkInstallationLog } from "../audit/installation-log";
import { revokeCredentials } from "../credentials/credentials";
import { changePassword } from "./passwords";
import { recordRefusals, storeRefusedKeys } from "./refused-attempts";
import { signInWithPassword } from "./sign-in";

openTestDatabase({ alone: true });
beforeAll(async () => {
  await ensureInstallation(newToken(), new Date());
});
afterEach(() => {
  vi.useRealTimers();
});

const password = "correct horse battery";
const wait = async () => {};

async function guess(email: string, times: number, ip: string | null = "192.0.2.7") {
  for (let each = 0; each < times; each += 1) {
    const device = { ip, userAgent: null };
    expect((await signInWithPassword({ email, password: "guessed" }, device, { wait })).ok).toBe(false);
  }
}

const makeTarget = () => makePerson("Ada", { password });

/** The hour of the attempts ends, without anybody’s session ending with it. */
async function endTheHour() {
  await storeRefusedKeys();
  const hour = hourOf(new Date(Date.now() - 3_600_000));
  await db().update(refusedAttempts).set({ hour });
  return hour.toISOString();
}

const refusedIn = ({ personalId }: TestPerson) =>
  db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, personalId), eq(auditEvents.event, "session.refused")));

describe("refused sign-ins", () => {
  test("of an account are in its log as one entry for each network and hour, once the hour is over", async () => {
    const person = await makeTarget();
    await guess(person.email, 3);
    await guess(person.email, 2, "2001:db8::1");
    await recordRefusals();
    expect(await refusedIn(person)).toEqual([]);
    const hour = await endTheHour();
    await recordRefusals();
    const entries = await refusedIn(person);
    expect(entries.map(({ ip, after }) => [ip, after]).sort()).toEqual([
      ["192.0.2.7", { means: "password", attempts: 3, hour }],
      ["2001:db8:0:0::/64", { means: "password", attempts: 2, hour }],
    ]);
    expect(entries[0]).toMatchObject({ actorUserId: null, via: "sign_in", targetName: person.email });
    expect(await recordRefusals()).toBe(0);
    expect(await refusedIn(person)).toHaveLength(2);
    expect((await checkAuditLog(person.personalId)).broken).toBeUndefined();
  });

  test("that two processes write at the same time are written once", async () => {
    const person = await makeTarget();
    await guess(person.email, 2);
    await endTheHour();
    await Promise.all([recordRefusals(), recordRefusals(), recordRefusals()]);
    expect(await refusedIn(person)).toMatchObject([{ after: { attempts: 2 } }]);
  });

  test("of unknown accounts are in the installation’s log, by network only", async () => {
    const before = await db().$count(installationEvents);
    await guess("nobody.one@example.com", 2, "198.51.100.1");
    await guess("nobody.two@example.com", 1, "198.51.100.1");
    const hour = await endTheHour();
    await recordRefusals();
    const events = await db().select().from(installationEvents).orderBy(installationEvents.number);
    expect(events.slice(before)).toMatchObject([
      {
        event: "session.refused",
        actorName: "Somebody",
        ip: "198.51.100.1",
        targetName: null,
        after: { means: "password", attempts: 3, hour },
      },
    ]);
  });

  test("of an account that was removed meanwhile are in the installation’s log", async () => {
    const person = await makeTarget();
    await guess(person.email, 1, "198.51.100.2");
    await inTransaction(async (tx) => {
      await deleteWorkspace(tx, person.personalId);
      await deleteUser(tx, person.id);
    });
    await endTheHour();
    await recordRefusals();
    const events = await db().select().from(installationEvents);
    expect(events.filter(({ ip }) => ip === "198.51.100.2")).toHaveLength(1);
  });

  test("count the current password that is wrong in the profile", async () => {
    const person = await makeTarget();
    const actor = actingAs("profile.edit", person);
    const change = { currentPassword: "guessed", newPassword: "difference engine" };
    expect((await changePassword(actor, change)).ok).toBe(false);
    await endTheHour();
    await recordRefusals();
    expect(await refusedIn(person)).toMatchObject([{ after: { means: "current_password", attempts: 1 } }]);
  });
});

async function makeKey() {
  const owner = await makePerson();
  const workspaceId = await makeWorkspace(owner);
  const actor = actingAs("credentials.manage_own", owner, { workspaceId });
  const { accessKey, secret } = await makeCredentials({ account: owner, workspaceId }, { label: "Cluster" });
  return { actor, workspaceId, accessKey, secret };
}

async function present(accessKey: string, secret: string, ip: string) {
  return authenticate({ authorization: basic(accessKey, secret), ip, worker: undefined });
}

const refusedKeysIn = (workspaceId: WorkspaceId) =>
  db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.event, "credentials.refused")))
    .orderBy(auditEvents.number);

describe("refused API credentials", () => {
  test("are in the log of their workspace as one entry for each network and hour", async () => {
    const { workspaceId, accessKey, secret } = await makeKey();
    for (let made = 0; made < 30; made += 1) {
      expect(await present(accessKey, "wrong", "192.0.2.31")).toHaveProperty("problem");
    }
    expect(await present(accessKey, "wrong", "2001:db8:31::1")).toHaveProperty("problem");
    expect(await present(accessKey, secret, "192.0.2.31")).not.toHaveProperty("problem");
    const hour = await endTheHour();
    await recordRefusals();
    const about = { actorUserId: null, targetId: accessKey, targetName: "Cluster" };
    expect(await refusedKeysIn(workspaceId)).toMatchObject([
      { ...about, ip: "192.0.2.31", after: { means: "secret_key", attempts: 30, hour } },
      { ...about, ip: "2001:db8:31:0::/64", after: { means: "secret_key", attempts: 1, hour } },
    ]);
    expect((await checkAuditLog(workspaceId)).broken).toBeUndefined();
  });

  test("that do not exist, or no longer exist, are in the installation’s log", async () => {
    const { actor, workspaceId, accessKey, secret } = await makeKey();
    expect(await present(accessKey, secret, "198.51.100.30")).not.toHaveProperty("problem");
    await revokeCredentials(actor, { accessKey });
    for (const key of [accessKey, newAccessKey(), "no key at all"])
      await present(key, "wrong", "198.51.100.30");
    const hour = await endTheHour();
    await recordRefusals();
    const events = await db()
      .select()
      .from(installationEvents)
      .where(eq(installationEvents.ip, "198.51.100.30"));
    expect(events).toMatchObject([
      { event: "credentials.refused", after: { means: "secret_key", attempts: 3, hour }, targetName: null },
    ]);
    expect(await refusedKeysIn(workspaceId)).toEqual([]);
  });

  test("of hundreds of networks fill no log: the busiest have entries, the others one in common", async () => {
    const { workspaceId, accessKey } = await makeKey();
    const busy = Array.from({ length: mostNetworksNamed }, (_, index) => `10.31.1.${index}`);
    for (const ip of [...busy, ...busy]) await present(accessKey, "wrong", ip);
    for (let each = 0; each < 300; each += 1)
      await present(accessKey, "wrong", `10.32.${each >> 8}.${each & 255}`);
    const hour = await endTheHour();
    await recordRefusals();
    const entries = await refusedKeysIn(workspaceId);
    expect(entries.map(({ ip }) => ip).sort()).toEqual([...busy, null].sort());
    expect(entries.at(-1)).toMatchObject({
      ip: null,
      after: { means: "secret_key", attempts: 300, networks: 300, hour },
    });
  });
});

test("sign-ins from many networks at nobody’s account fill no log", async () => {
  const before = await db().$count(installationEvents);
  const networks = mostNetworksNamed + 5;
  for (let each = 0; each < networks; each += 1) {
    await guess(`nobody.${each}@example.com`, 1, `10.33.0.${each}`);
  }
  await endTheHour();
  await recordRefusals();
  const events = await db().select().from(installationEvents).orderBy(installationEvents.number);
  expect(events.slice(before)).toHaveLength(mostNetworksNamed + 1);
  expect(events.at(-1)).toMatchObject({ ip: null, after: { means: "password", attempts: 5, networks: 5 } });
});

describe("the installation’s log", () => {
  test("is a chain that can be checked", async () => {
    const { entries, broken } = await checkInstallationLog();
    expect([entries > 0, broken]).toEqual([true, undefined]);
  });

  test("shows what is altered, and what is gone from its end", async () => {
    await guess("nobody.three@example.com", 1, "198.51.100.3");
    await endTheHour();
    await recordRefusals();
    const { entries } = await checkInstallationLog();
    const last = eq(installationEvents.number, entries);
    await db().update(installationEvents).set({ ip: "203.0.113.9" }).where(last);
    expect((await checkInstallationLog()).broken).toEqual({ number: entries, problem: "altered" });
    await db().delete(installationEvents).where(last);
    expect((await checkInstallationLog()).broken).toEqual({ number: entries, problem: "tail_missing" });
    await db()
      .update(installation)
      .set({ auditNumber: entries - 1 });
    expect((await checkInstallationLog()).broken).toMatchObject({ problem: "head_altered" });
  });
});
