import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { findPasswordHash } from "@/db/reads/accounts";
import { findLiveSession } from "@/db/reads/sessions";
import { accountLinks } from "@/db/schema/accounts";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { resultOf } from "@/lib/entry/samples";
import { isPassword } from "@/lib/server/passwords";
import { livePeriod } from "@/lib/server/session-period";
import { makeResetLink } from "../account/administration";
import { changePassword, findResetLink, resetPassword, setFirstPassword } from "./passwords";

openTestDatabase();
afterEach(() => {
  vi.useRealTimers();
});

const password = "correct horse battery";
const newPassword = "another staple entirely";

const makeAccount = () => makePerson("Ada", { password });

async function resetToken(person: TestPerson): Promise<string> {
  const outcome = resultOf(await makeResetLink(person.email));
  return new URL(outcome.link).searchParams.get("token") ?? "";
}

const hasPassword = async (person: TestPerson, given: string) =>
  isPassword(given, await findPasswordHash(person.id));

describe("changing the password", () => {
  test("ends every other session and every reset link, and says so", async () => {
    const person = await makeAccount();
    const [here, there] = [person.sessionId, await makeSession(person)];
    const bystander = await makePerson();
    const theirs = await makeSession(bystander);
    const token = await resetToken(person);
    const actor = actingAs("profile.edit", person, { sessionId: here });
    const outcome = await changePassword(actor, { currentPassword: password, newPassword });
    expect(outcome).toEqual({ ok: true, value: { endedSessions: 1 } });
    expect([await hasPassword(person, password), await hasPassword(person, newPassword)]).toEqual([
      false,
      true,
    ]);
    expect(await findLiveSession(here, livePeriod())).toBeDefined();
    expect(await findLiveSession(there, livePeriod())).toBeUndefined();
    expect(await findLiveSession(theirs, livePeriod())).toBeDefined();
    expect(await findResetLink(token)).toBeUndefined();
    expect(await resetPassword({ token, newPassword: password }, null)).toMatchObject({ ok: false });
    expect(await lastAuditEvent(person.personalId, "account.password_changed")).toMatchObject({
      after: { endedSessions: 1 },
      before: null,
    });
    expect(await rowsWith(newPassword)).toEqual([]);
  });

  test("needs the current one, and names that field", async () => {
    const person = await makeAccount();
    const sessionId = await makeSession(person);
    const changes = await changesIn(person, async () => {
      const actor = actingAs("profile.edit", person, { sessionId });
      expect(await changePassword(actor, { currentPassword: "wrong", newPassword })).toMatchObject({
        ok: false,
        refusal: { code: "invalid", fields: { currentPassword: "The current password is wrong." } },
      });
    });
    expect(changes).toEqual([
      expect.stringMatching(/^refused_attempts .*"means": "current_password".*"attempts": 1/),
    ]);
  });

  test("by two at the same time succeeds for one", async () => {
    const person = await makeAccount();
    const actor = actingAs("profile.edit", person);
    const outcomes = await Promise.all(
      [1, 2].map((number) =>
        changePassword(actor, { currentPassword: password, newPassword: `${newPassword}${number}` }),
      ),
    );
    expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(outcomes.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "conflict" } });
    const kept = outcomes.findIndex(({ ok }) => ok) + 1;
    expect(await hasPassword(person, `${newPassword}${kept}`)).toBe(true);
  });

  test("is undone, sessions too, where the audit entry can't be written", async () => {
    const person = await makeAccount();
    await makeSession(person);
    await blockAudit(person.personalId);
    const changes = await changesIn(person, () =>
      expect(
        changePassword(actingAs("profile.edit", person), { currentPassword: password, newPassword }),
      ).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });
});

test("the address of the account is no password of it, wherever one is set", async () => {
  const tooPersonal = { refusal: { code: "invalid", fields: { newPassword: expect.any(String) } } };
  const [person, passwordless] = [await makeAccount(), await makePerson()];
  const token = await resetToken(person);
  const own = { newPassword: person.email };
  const actor = actingAs("profile.edit", person);
  expect(await changePassword(actor, { ...own, currentPassword: password })).toMatchObject(tooPersonal);
  expect(await resetPassword({ ...own, token }, null)).toMatchObject(tooPersonal);
  expect(await findResetLink(token)).toBeDefined();
  expect(
    await setFirstPassword(actingAs("profile.edit", passwordless), { newPassword: passwordless.email }),
  ).toMatchObject(tooPersonal);
  expect(await hasPassword(person, password)).toBe(true);
});

describe("a reset link", () => {
  test("sets the password once and ends every session and every other link", async () => {
    const person = await makeAccount();
    const session = person.sessionId;
    const token = await resetToken(person);
    expect(await findResetLink(token)).toEqual({ email: person.email, takesOver: false });
    expect(await resetPassword({ token, newPassword }, "192.0.2.9")).toEqual({
      ok: true,
      value: { email: person.email },
    });
    expect(await hasPassword(person, newPassword)).toBe(true);
    expect(await findLiveSession(session, livePeriod())).toBeUndefined();
    expect(await lastAuditEvent(person.personalId, "account.password_reset")).toMatchObject({
      actorUserId: person.id,
      ip: "192.0.2.9",
      after: { endedSessions: 1 },
    });
    expect(await findResetLink(token)).toBeUndefined();
    expect(await resetPassword({ token, newPassword: password }, null)).toMatchObject({
      ok: false,
      refusal: { code: "not_found" },
    });
    expect(await hasPassword(person, newPassword)).toBe(true);
  });

  test("is used by one of several at the same time", async () => {
    const person = await makeAccount();
    const token = await resetToken(person);
    const outcomes = await Promise.all(
      [1, 2, 3].map((number) => resetPassword({ token, newPassword: `${newPassword}${number}` }, null)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await hasPassword(person, `${newPassword}${outcomes.findIndex(({ ok }) => ok) + 1}`)).toBe(true);
  });

  test("works to the end of its day and not after", async () => {
    const person = await makeAccount();
    const token = await resetToken(person);
    const made = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: made + 24 * 3_600_000 - 5_000 });
    expect(await findResetLink(token)).toBeDefined();
    vi.setSystemTime(made + 24 * 3_600_000 + 1);
    expect(await findResetLink(token)).toBeUndefined();
    const changes = await changesIn(person, async () => {
      expect(await resetPassword({ token, newPassword }, null)).toMatchObject({
        refusal: { code: "not_found" },
      });
    });
    expect(changes).toEqual([]);
  });

  test("is replaced by a later one", async () => {
    const person = await makeAccount();
    const [first, second] = [await resetToken(person), await resetToken(person)];
    expect(await findResetLink(first)).toBeUndefined();
    expect(await findResetLink(second)).toEqual({ email: person.email, takesOver: false });
  });

  test("is kept as a hash alone", async () => {
    const person = await makeAccount();
    const token = await resetToken(person);
    expect(await rowsWith(token)).toEqual([]);
    expect(await db().select().from(accountLinks).where(eq(accountLinks.userId, person.id))).toHaveLength(1);
  });

  test.each(["", "x", "A".repeat(43)])("is not %j", async (token) => {
    expect(await findResetLink(token)).toBeUndefined();
    expect(await resetPassword({ token, newPassword }, null)).toMatchObject({
      refusal: { code: "not_found" },
    });
  });

  test.each<[string, (token: string) => string]>([
    ["padded", (token) => `${token}=`],
    ["with a space", (token) => `${token} `],
    ["in the other base64 alphabet", (token) => `${token.replace(/-/g, "+").replace(/_/g, "/")}=`],
  ])("%s is another one", async (_, respell) => {
    const token = await resetToken(await makeAccount());
    expect(await findResetLink(respell(token))).toBeUndefined();
    expect(await findResetLink(token)).toBeDefined();
  });

  test("is not spent where the audit entry can't be written", async () => {
    const person = await makeAccount();
    const token = await resetToken(person);
    await blockAudit(person.personalId);
    await expect(resetPassword({ token, newPassword }, null)).rejects.toThrow("audit_events");
    expect(await findResetLink(token)).toEqual({ email: person.email, takesOver: false });
    expect(await hasPassword(person, password)).toBe(true);
  });
});
