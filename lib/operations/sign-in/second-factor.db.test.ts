import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import { recoveryCodes, secondFactors } from "@/db/schema/sign-in-means";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, setPassword, type TestPerson } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { secondFactorCode } from "@/lib/core/account/second-factor";
import { resultOf } from "@/lib/entry/samples";
import { challengeOf, sessionOf } from "@/lib/tooling/entries";
import { dropSecondFactor } from "../account/administration";
import { changePassword, setFirstPassword } from "./passwords";
import { recordRefusals } from "./refused-attempts";
import {
  confirmSecondFactor,
  findOwnSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
  turnOffSecondFactor,
} from "./second-factor";
import { signInWithPassword, signInWithSecondFactor } from "./sign-in";

openTestDatabase();

const start = new Date("2026-06-01T12:00:00Z");
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

const halfAMinute = () => vi.setSystemTime(Date.now() + 30_000);
const password = "correct horse battery";
let lastOctet = 0;
function newDevice() {
  lastOctet += 1;
  return { ip: `10.1.${lastOctet >> 8}.${lastOctet & 255}`, userAgent: null };
}

const makeAccount = () => makePerson("Ada", { password });

/** From an address of its own each time: none slows down another. */
const as = (person: TestPerson, sessionId?: string) => ({
  ...actingAs("profile.edit", person, sessionId ? { sessionId } : {}),
  ip: newDevice().ip,
});
const given = (code: string) => ({ code: secondFactorCode.parse(code) });

/** What the app shows now, calculated with the parameters of the standard. */
const shownBy = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() });

async function startFor(person: TestPerson): Promise<string> {
  return resultOf(await startSecondFactor(as(person), { password })).secret;
}

async function turnOn(person: TestPerson): Promise<{ secret: string; codes: string[] }> {
  const secret = await startFor(person);
  const outcome = resultOf(await confirmSecondFactor(as(person), given(shownBy(secret))));
  halfAMinute();
  return { secret, codes: outcome.recoveryCodes };
}

const challenged = async (person: TestPerson) =>
  challengeOf(await signInWithPassword({ email: person.email, password }, newDevice()));

const wrong = { ok: false, refusal: { code: "invalid" } };

describe("turning it on", () => {
  test("takes the password and a code of the app, and gives ten recovery codes that nobody can read again", async () => {
    const person = await makeAccount();
    const secret = await startFor(person);
    expect(await findOwnSecondFactor(as(person))).toBeUndefined();
    sessionOf(await signInWithPassword({ email: person.email, password }, newDevice()));

    const outcome = await confirmSecondFactor(as(person), given(shownBy(secret)));
    const codes = outcome.ok ? outcome.value.recoveryCodes : [];
    expect(new Set(codes).size).toBe(10);
    expect(codes.every((code) => /^([a-z2-9]{4}-){3}[a-z2-9]{4}$/.test(code))).toBe(true);
    expect(await findOwnSecondFactor(as(person))).toEqual({ since: start, recoveryCodesLeft: 10 });
    expect(await lastAuditEvent(person.personalId, "account.second_factor_on")).toMatchObject({
      actorUserId: person.id,
    });
    for (const text of [secret, ...codes, ...codes.map((code) => code.replaceAll("-", ""))]) {
      expect(await rowsWith(text)).toEqual([]);
    }
  });

  test("needs the password of the account", async () => {
    const person = await makeAccount();
    const changes = await changesIn(person, async () => {
      expect(await startSecondFactor(as(person), { password: "wrong" })).toMatchObject({
        refusal: { code: "invalid", fields: { password: expect.any(String) } },
      });
    });
    expect(changes).toEqual([
      expect.stringMatching(/^refused_attempts .*"means": "current_password".*"attempts": 1/),
    ]);
  });

  test("of an account without a password needs a sign-in of just now", async () => {
    const person = await makePerson();
    const sessionId = await makeSession(person);
    await db().update(sessions).set({ createdAt: start }).where(eq(sessions.id, sessionId));
    vi.setSystemTime(start.getTime() + 15 * 60_000);
    expect(await startSecondFactor(as(person, sessionId), { password: "" })).toMatchObject({
      refusal: { code: "forbidden" },
    });
    vi.setSystemTime(start.getTime() + 15 * 60_000 - 1);
    expect(await startSecondFactor(as(person, sessionId), { password: "" })).toMatchObject({ ok: true });
  });

  test.each(["000000", "aaaa-aaaa-aaaa-aaaa"])(
    "with %s, a code of nothing, changes nothing",
    async (code) => {
      const person = await makeAccount();
      await startFor(person);
      const changes = await changesIn(person, async () => {
        expect(await confirmSecondFactor(as(person), given(code))).toMatchObject({
          refusal: { code: "invalid", fields: { code: expect.any(String) } },
        });
      });
      expect(changes).toEqual([]);
    },
  );

  test("a second time shows another key, and codes of the first one no longer count", async () => {
    const person = await makeAccount();
    const [first, second] = [await startFor(person), await startFor(person)];
    expect(await confirmSecondFactor(as(person), given(shownBy(first)))).toMatchObject(wrong);
    expect(await confirmSecondFactor(as(person), given(shownBy(second)))).toMatchObject({ ok: true });
    expect(await startSecondFactor(as(person), { password })).toMatchObject({
      refusal: { code: "conflict" },
    });
  });

  test("by two at the same time is done once, and is rolled back if the audit entry can't be written", async () => {
    const person = await makeAccount();
    const secret = await startFor(person);
    const code = given(shownBy(secret));
    const both = await Promise.all([1, 2].map(() => confirmSecondFactor(as(person), code)));
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);

    const other = await makeAccount();
    const theirs = given(shownBy(await startFor(other)));
    await blockAudit(other.personalId);
    const changes = await changesIn(other, () =>
      expect(confirmSecondFactor(as(other), theirs)).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });
});

describe("at sign-in", () => {
  test("the password alone begins no session; with a code of the app it does", async () => {
    const person = await makeAccount();
    const { secret } = await turnOn(person);
    const begun = () => db().$count(sessions, eq(sessions.userId, person.id));
    const before = await begun();
    const challenge = await challenged(person);
    expect(await begun()).toBe(before);
    const outcome = await signInWithSecondFactor({ challenge, ...given(shownBy(secret)) }, newDevice());
    expect(outcome).toMatchObject({ ok: true, value: { userId: person.id } });
    expect(await lastAuditEvent(person.personalId, "session.started")).toMatchObject({
      after: { provider: "password" },
    });
  });

  test("a code counts once, and earlier codes no longer count", async () => {
    const person = await makeAccount();
    const { secret } = await turnOn(person);
    const earlier = given(shownBy(secret));
    halfAMinute();
    const code = given(shownBy(secret));
    const challenge = await challenged(person);
    const both = await Promise.all(
      [1, 2].map(() => signInWithSecondFactor({ challenge, ...code }, newDevice())),
    );
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await signInWithSecondFactor({ challenge, ...earlier }, newDevice())).toMatchObject(wrong);
  });

  test.each([
    [-30_000, true],
    [30_000, true],
    [-60_000, false],
    [60_000, false],
  ])("a clock that differs by %d ms is let in: %s", async (skew, lets) => {
    const person = await makeAccount();
    const { secret } = await turnOn(person);
    halfAMinute();
    halfAMinute();
    const challenge = await challenged(person);
    const at = Date.now();
    vi.setSystemTime(at + skew);
    const code = given(shownBy(secret));
    vi.setSystemTime(at);
    expect((await signInWithSecondFactor({ challenge, ...code }, newDevice())).ok).toBe(lets);
  });

  test("a recovery code works once, however it is typed, and says so in the log", async () => {
    const person = await makeAccount();
    const { codes } = await turnOn(person);
    const [code = ""] = codes;
    const challenge = await challenged(person);
    const typed = given(` ${code.toUpperCase().replaceAll("-", " ")} `);
    expect(await signInWithSecondFactor({ challenge, ...typed }, newDevice())).toMatchObject({ ok: true });
    expect(await signInWithSecondFactor({ challenge, ...given(code) }, newDevice())).toMatchObject(wrong);
    expect(await lastAuditEvent(person.personalId, "account.recovery_code_used")).toMatchObject({
      after: { left: 9 },
    });
    expect((await findOwnSecondFactor(as(person)))?.recoveryCodesLeft).toBe(9);
  });

  test("another person's code opens nothing", async () => {
    const [person, other] = [await makeAccount(), await makeAccount()];
    await turnOn(person);
    const theirs = await turnOn(other);
    const challenge = await challenged(person);
    for (const code of [shownBy(theirs.secret), theirs.codes[0] ?? ""]) {
      expect(await signInWithSecondFactor({ challenge, ...given(code) }, newDevice())).toMatchObject(wrong);
    }
    expect(await db().$count(recoveryCodes, eq(recoveryCodes.userId, other.id))).toBe(10);
  });

  test("what was begun ends after ten minutes, and when password or second factor change", async () => {
    const person = await makeAccount();
    const { secret } = await turnOn(person);
    const late = await challenged(person);
    vi.setSystemTime(Date.now() + 10 * 60_000);
    const tooLate = { refusal: { code: "signed_out" } };
    const attempt = (challenge: string) =>
      signInWithSecondFactor({ challenge, ...given(shownBy(secret)) }, newDevice());
    expect(await attempt(late)).toMatchObject(tooLate);
    expect(await attempt("made.up.challenge")).toMatchObject(tooLate);

    const before = await challenged(person);
    await changePassword(as(person), { currentPassword: password, newPassword: `${password} anew` });
    expect(await attempt(before)).toMatchObject(tooLate);
    await setPassword(person, password);
    const second = await challenged(person);
    await turnOffSecondFactor(as(person), given(shownBy(secret)));
    expect(await attempt(second)).toMatchObject(tooLate);
  });

  test("five wrong codes end what was begun, in parallel or one by one, and the log says so", async () => {
    const person = await makeAccount();
    const { secret } = await turnOn(person);
    const guess = (challenge: string) =>
      signInWithSecondFactor({ challenge, ...given("000000") }, newDevice(), { wait: async () => {} });
    for (const atOnce of [true, false]) {
      const challenge = await challenged(person);
      const five = Array.from({ length: 5 }, () => () => guess(challenge));
      const outcomes = atOnce ? await Promise.all(five.map((each) => each())) : [];
      if (!atOnce) for (const each of five) outcomes.push(await each());
      const codes = outcomes.map((each) => !each.ok && each.refusal.code);
      expect(codes.sort()).toEqual(["invalid", "invalid", "invalid", "invalid", "signed_out"]);
      expect(
        await signInWithSecondFactor({ challenge, ...given(shownBy(secret)) }, newDevice()),
      ).toMatchObject({ refusal: { code: "signed_out" } });
      expect(await lastAuditEvent(person.personalId, "account.second_factor_failed")).toMatchObject({
        via: "sign_in",
        after: { wrongCodes: 5 },
      });
      vi.setSystemTime(Date.now() + 60 * 60_000);
    }
    const anew = await challenged(person);
    expect(
      await signInWithSecondFactor({ challenge: anew, ...given(shownBy(secret)) }, newDevice()),
    ).toMatchObject({ ok: true });
    vi.setSystemTime(Date.now() + 60 * 60_000);
    while ((await recordRefusals()) > 0);
    expect(await lastAuditEvent(person.personalId, "session.refused")).toMatchObject({
      targetId: person.id,
      after: { means: "second_factor", attempts: 1 },
    });
  });
});

describe("turning it off", () => {
  test("takes a code, and ends the recovery codes with it", async () => {
    const person = await makeAccount();
    const { secret } = await turnOn(person);
    const changes = await changesIn(person, async () => {
      expect(await turnOffSecondFactor(as(person), given("000000"))).toMatchObject({
        refusal: { fields: { code: expect.any(String) } },
      });
    });
    expect(changes).toEqual([
      expect.stringMatching(/^refused_attempts .*"means": "second_factor".*"attempts": 1/),
    ]);
    expect(await turnOffSecondFactor(as(person), given(shownBy(secret)))).toMatchObject({ ok: true });
    for (const table of [secondFactors, recoveryCodes]) {
      expect(await db().$count(table, eq(table.userId, person.id))).toBe(0);
    }
    expect(await lastAuditEvent(person.personalId, "account.second_factor_off")).toBeDefined();
    sessionOf(await signInWithPassword({ email: person.email, password }, newDevice()));
    expect(await turnOffSecondFactor(as(person), given(shownBy(secret)))).toMatchObject({
      refusal: { code: "conflict" },
    });
  });

  test("by the operator needs none, and says so once there is nothing to turn off", async () => {
    const person = await makeAccount();
    await turnOn(person);
    expect(await dropSecondFactor(person.email)).toMatchObject({ ok: true });
    sessionOf(await signInWithPassword({ email: person.email, password }, newDevice()));
    expect(await lastAuditEvent(person.personalId, "account.second_factor_off")).toMatchObject({
      via: "operator",
    });
    expect(await dropSecondFactor(person.email)).toMatchObject({ refusal: { code: "conflict" } });
  });
});

test("new recovery codes take a code, and the earlier ones stop working", async () => {
  const person = await makeAccount();
  const { secret, codes } = await turnOn(person);
  const outcome = await renewRecoveryCodes(as(person), given(shownBy(secret)));
  const anew = outcome.ok ? outcome.value.recoveryCodes : [];
  expect(anew.filter((code) => codes.includes(code))).toEqual([]);
  const challenge = await challenged(person);
  const attempt = (code = "") => signInWithSecondFactor({ challenge, ...given(code) }, newDevice());
  expect(await attempt(codes[0])).toMatchObject(wrong);
  expect(await attempt(anew[0])).toMatchObject({ ok: true });
  expect(await lastAuditEvent(person.personalId, "account.recovery_codes_made")).toBeDefined();
});

describe("a first password", () => {
  test("is set within a fresh session, once, and ends the others", async () => {
    const person = await makePerson();
    const [here, there] = [person.sessionId, await makeSession(person)];
    const chosen = { newPassword: password };
    vi.setSystemTime(start.getTime() + 3 * 3_600_000);
    const changes = await changesIn(person, async () => {
      expect(await setFirstPassword(as(person, here), chosen)).toMatchObject({
        refusal: { code: "forbidden" },
      });
    });
    expect(changes).toEqual([]);
    const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 3_600_000)];
    await db().update(sessions).set({ createdAt, expiresAt }).where(eq(sessions.id, here));
    expect(await setFirstPassword(as(person, here), chosen)).toEqual({
      ok: true,
      value: { endedSessions: 1 },
    });
    expect(await db().$count(sessions, eq(sessions.id, there))).toBe(0);
    expect(await lastAuditEvent(person.personalId, "account.password_set")).toBeDefined();
    expect(await setFirstPassword(as(person, here), chosen)).toMatchObject({ refusal: { code: "conflict" } });
    sessionOf(await signInWithPassword({ email: person.email, password }, newDevice()));
  });
});
