import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db, inTransaction } from "@/db/client";
import { findSignedInSession } from "@/db/reads/sessions";
import { auditEvents } from "@/db/schema/audit-events";
import { knownBrowsers } from "@/db/schema/known-browsers";
import { mails } from "@/db/schema/mails";
import { notifications } from "@/db/schema/notifications";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { shownNotifications } from "@/lib/core/account/notifications";
import { secondFactorCode } from "@/lib/core/account/second-factor";
import { resultOf } from "@/lib/entry/samples";
import { sha256Hex } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { livePeriod } from "@/lib/server/session-period";
import { challengeOf, sessionOf } from "@/lib/tooling/entries";
import { makeResetLink } from "../account/administration";
import { rememberOwnBrowser } from "../account/known-browsers";
import { markOwnNotificationsRead } from "../account/notifications";
import { takeOverAccount } from "../account/take-over";
import { findKnownWorkspaces } from "../workspace/every-workspace";
import { changePassword, resetPassword } from "./passwords";
import { confirmSecondFactor, startSecondFactor } from "./second-factor";
import type { Device } from "./sessions";
import { signInWithPassword, signInWithSecondFactor } from "./sign-in";

/** What counts here is how many guesses are looked at. The real hash takes a core for each. */
vi.mock("@/lib/server/passwords", () => ({
  hashPassword: async (given: string) => sha256Hex(given),
  isPassword: async (given: string, hash: string | null) => hash === sha256Hex(given),
  needsRehash: () => false,
}));

beforeAll(() => {
  Object.assign(process.env, { SMTP_URL: "smtp://localhost:1", MAIL_FROM: "steward@steward.example" });
});
openTestDatabase();

const second = 1_000;
const minute = 60 * second;
/** Each test has days of its own, so that nothing that another one counted is remembered. */
let start = Date.UTC(2026, 5, 1, 12);
beforeEach(() => {
  start += 7 * 24 * 60 * minute;
  vi.useFakeTimers({ toFake: ["Date"], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
/** In place of a timer: the clock moves, and nobody waits. */
const wait = async (ms: number) => void pass(ms);

const password = "correct horse battery";
const newPassword = "another staple entirely";

const makeAccount = () => makePerson("Ada", { password });

let networks = 0;
function newNetwork(): Device {
  networks += 1;
  return { ip: `10.9.${networks >> 8}.${networks & 255}`, userAgent: null };
}

const signIn = (person: TestPerson, given: string, device: Device) =>
  signInWithPassword({ email: person.email, password: given }, device, { wait });

/** The holder's own browser, after a first sign-in in it. */
async function knownDevice(person: TestPerson): Promise<Device> {
  const device = newNetwork();
  const { browserId } = sessionOf(await signIn(person, password, device));
  return { ...device, browser: { id: browserId, userId: person.id } };
}

async function turnOnSecondFactor(person: TestPerson): Promise<() => string> {
  const started = resultOf(await startSecondFactor(actingAs("profile.edit", person), { password }));
  const totp = new TOTP({ secret: Secret.fromBase32(started.secret) });
  const shown = () => totp.generate({ timestamp: Date.now() });
  await confirmSecondFactor(actingAs("profile.edit", person), { code: secondFactorCode.parse(shown()) });
  pass(30 * second);
  return shown;
}

const told = (person: TestPerson) =>
  db().select().from(notifications).where(eq(notifications.userId, person.id));
/** What a new session of theirs shows under the bell. */
async function bellOf(person: TestPerson) {
  const shown = shownNotifications(new Date());
  const session = await findSignedInSession(await makeSession(person), livePeriod(), shown);
  return session?.notifications ?? [];
}
const mailsTo = (person: TestPerson) => db().$count(mails, eq(mails.recipient, person.email));

/** How an attempt ended, and how long its person waited, told to come back as often as it takes. */
async function comeBack<T extends { ok: boolean }>(attempt: () => Promise<T>) {
  const since = Date.now();
  for (;;) {
    const outcome = await attempt();
    const refusal = "refusal" in outcome ? (outcome.refusal as { code: string; message: string }) : undefined;
    if (refusal?.code !== "limited") return { outcome, waitedMs: Date.now() - since };
    const [, count = "", unit = ""] = /in (\d+) (second|minute)/.exec(refusal.message) ?? [];
    pass(Number(count) * (unit === "minute" ? minute : second));
  }
}

const codesOf = (outcomes: { ok: boolean; refusal?: { code: string } }[]) =>
  outcomes.map((each) => (each.ok ? "in" : (each.refusal?.code ?? "")));
const countOf = (codes: string[], code: string) => codes.filter((each) => each === code).length;

describe("200 guesses at a password", () => {
  test("from 50 networks: few are looked at, the holder is told once, and gets in from everywhere", async () => {
    const person = await makeAccount();
    const known = await knownDevice(person);
    const attackers = Array.from({ length: 50 }, newNetwork);
    const outcomes = [];
    let waits = 0;
    for (let made = 0; made < 200; made += 1) {
      const device = attackers[made % 50] as Device;
      outcomes.push(await signIn(person, `guess number ${made}`, device));
      pass(5 * second);
      if (made % 50 !== 49) continue;
      // In their own browser the holder waits for nobody.
      const before = Date.now();
      expect(await signIn(person, password, known)).toMatchObject({ ok: true });
      waits += Date.now() - before;
    }
    const codes = codesOf(outcomes);
    expect(countOf(codes, "invalid") + countOf(codes, "limited")).toBe(200);
    expect(countOf(codes, "invalid")).toBeLessThan(40);
    expect(waits).toBe(0);

    expect(await told(person)).toMatchObject([{ kind: "failed_sign_ins", failures: 10, readAt: null }]);
    expect(await mailsTo(person)).toBe(1);

    const { outcome, waitedMs } = await comeBack(() => signIn(person, password, newNetwork()));
    expect(outcome).toMatchObject({ ok: true });
    expect(waitedMs).toBeLessThanOrEqual(2 * minute);
  });

  test.each([
    ["one network", () => "192.0.2.77"],
    ["one IPv6 network", (made: number) => `2001:db8:77:1::${(made + 1).toString(16)}`],
  ])("and 200 accounts from %s: few are looked at, and other networks are let be", async (_, addressOf) => {
    const person = await makeAccount();
    const codes: string[] = [];
    for (let made = 0; made < 200; made += 1) {
      const device = { ip: addressOf(made), userAgent: null };
      const attempt = { email: `nobody-${made}@example.com`, password: "guessed at once" };
      codes.push(...codesOf([await signInWithPassword(attempt, device, { wait })]));
      pass(second);
    }
    expect(countOf(codes, "invalid")).toBeLessThan(40);
    expect(countOf(codes, "limited")).toBeGreaterThan(160);
    expect(await signIn(person, password, newNetwork())).toMatchObject({ ok: true });
  });

  test("from one network grow to minutes between two of them", async () => {
    const person = await makeAccount();
    const device = newNetwork();
    const waited: number[] = [];
    for (let made = 0; made < 16; made += 1) {
      waited.push((await comeBack(() => signIn(person, "a wrong guess", device))).waitedMs);
    }
    expect(waited.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(waited.at(-1)).toBeGreaterThanOrEqual(4 * minute);
  });

  test("through the holder's own browsers are bounded over all of them", async () => {
    const person = await makeAccount();
    const browsers = [];
    for (let made = 0; made < 5; made += 1) browsers.push(await knownDevice(person));
    for (let made = 0; made < 20; made += 1) {
      await signIn(person, "a wrong guess", browsers[made % 5] as Device);
    }
    // From here on they wait with everybody else. So far only their networks wait there.
    const stolen = browsers[0] as Device;
    const codes: string[] = [];
    for (let made = 0; made < 30; made += 1) {
      codes.push(...codesOf([await signIn(person, "a wrong guess", stolen)]));
    }
    expect(countOf(codes, "limited")).toBeGreaterThan(15);
  });
});

describe("200 guesses at a code, by somebody who has the password,", () => {
  test("from 50 networks: few are looked at, five end a challenge, and the holder is told and gets in", async () => {
    const person = await makeAccount();
    const known = await knownDevice(person);
    const shown = await turnOnSecondFactor(person);
    const attackers = Array.from({ length: 50 }, newNetwork);
    const codes: string[] = [];
    let challenge: string | undefined;
    let challenges = 0;
    for (let made = 0; made < 200; made += 1) {
      const device = attackers[made % 50] as Device;
      pass(5 * second);
      if (!challenge) {
        const begun = await signIn(person, password, device);
        codes.push(begun.ok ? "challenged" : begun.refusal.code);
        if (!begun.ok) continue;
        challenges += 1;
        challenge = challengeOf(begun);
      }
      const guess = { challenge, code: secondFactorCode.parse("000000") };
      const [code = ""] = codesOf([await signInWithSecondFactor(guess, device, { wait })]);
      codes.push(code);
      if (code === "signed_out") challenge = undefined;
    }
    expect(countOf(codes, "in")).toBe(0);
    expect(countOf(codes, "invalid") + countOf(codes, "signed_out")).toBeLessThan(40);
    expect(challenges).toBeLessThan(15);
    const ended = await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, person.personalId));
    const endings = ended.filter(({ event }) => event === "account.second_factor_failed");
    expect(endings.length).toBeGreaterThan(0);
    expect(endings.length).toBeLessThanOrEqual(challenges);
    expect(await told(person)).toMatchObject([{ kind: "failed_codes", failures: 1 }]);
    expect(await mailsTo(person)).toBe(1);

    const before = Date.now();
    const own = challengeOf(await signIn(person, password, known));
    const code = secondFactorCode.parse(shown());
    expect(await signInWithSecondFactor({ challenge: own, code }, known, { wait })).toMatchObject({
      ok: true,
    });
    expect(Date.now()).toBe(before);

    pass(30 * second);
    const elsewhere = newNetwork();
    const begun = await comeBack(() => signIn(person, password, elsewhere));
    const entered = await comeBack(() =>
      signInWithSecondFactor(
        { challenge: challengeOf(begun.outcome), code: secondFactorCode.parse(shown()) },
        elsewhere,
        { wait },
      ),
    );
    expect(entered.outcome).toMatchObject({ ok: true });
    expect(begun.waitedMs + entered.waitedMs).toBeLessThanOrEqual(4 * minute);
  });

  test("never beginning to answer: challenges are limited too", async () => {
    const person = await makeAccount();
    await turnOnSecondFactor(person);
    const device = newNetwork();
    const codes: string[] = [];
    for (let made = 0; made < 200; made += 1) {
      codes.push(...codesOf([await signIn(person, password, device)]));
      pass(second);
    }
    expect(countOf(codes, "in")).toBeLessThan(20);
  });
});

describe("the browsers of an account", () => {
  const failed = { refusal: { code: "limited" } };
  const countKnown = (person: TestPerson) => db().$count(knownBrowsers, eq(knownBrowsers.userId, person.id));

  /** Until unknown browsers have to wait. */
  async function fillLine(person: TestPerson) {
    for (let made = 0; made < 20; made += 1) {
      await comeBack(() => signIn(person, "a wrong guess", newNetwork()));
    }
  }

  test("are one each, however often one signs in there, and ten at most", async () => {
    const person = await makeAccount();
    const first = await knownDevice(person);
    for (let made = 0; made < 3; made += 1) {
      const again = sessionOf(await signIn(person, password, first));
      expect(again.browserId).toBe(first.browser?.id);
    }
    expect(await countKnown(person)).toBe(1);
    pass(second);
    for (let made = 0; made < 10; made += 1) await knownDevice(person);
    expect(await countKnown(person)).toBe(10);
    await fillLine(person);
    expect(await signIn(person, password, first)).toMatchObject(failed);
  });

  test("mean nothing for another account", async () => {
    const [person, other] = [await makeAccount(), await makeAccount()];
    const theirs = await knownDevice(other);
    const claimed = { ...theirs, browser: { id: theirs.browser?.id ?? "", userId: person.id } };
    await fillLine(person);
    for (const device of [theirs, claimed]) {
      expect(await signIn(person, password, device)).toMatchObject(failed);
    }
  });

  test.each<[string, (person: TestPerson) => Promise<unknown>]>([
    [
      "changed",
      (person) =>
        changePassword(actingAs("profile.edit", person), { currentPassword: password, newPassword }, wait),
    ],
    [
      "reset",
      async (person) => {
        const made = await makeResetLink(person.email);
        const token = made.ok ? (new URL(made.value.link).searchParams.get("token") ?? "") : "";
        return resetPassword({ token, newPassword }, null);
      },
    ],
    [
      "replaced by the real holder of the address",
      async (person) => {
        const passwordHash = await hashPassword(newPassword);
        const known = await findKnownWorkspaces(person.id);
        await inTransaction((tx) => takeOverAccount(tx, { account: person, passwordHash, ip: null, known }));
        return { ok: true };
      },
    ],
  ])("are forgotten when its password is %s, but for the one that changed it", async (_, replace) => {
    const person = await makeAccount();
    const known = await knownDevice(person);
    expect(await replace(person)).toMatchObject({ ok: true });
    expect(await countKnown(person)).toBe(0);
    const here = await rememberOwnBrowser(actingAs("profile.edit", person));
    await fillLine(person);
    expect(await signIn(person, newPassword, known)).toMatchObject(failed);
    if (here.ok)
      expect(await signIn(person, newPassword, { ...newNetwork(), browser: here.value })).toMatchObject({
        ok: true,
      });
  });
});

describe("the holder is told", () => {
  test("once in a burst and once more in the next, by mail three times a day at most", async () => {
    const person = await makeAccount();
    for (let burst = 1; burst <= 5; burst += 1) {
      for (let made = 0; made < 12; made += 1) {
        await comeBack(() => signIn(person, "a wrong guess", newNetwork()));
      }
      expect(await told(person)).toHaveLength(burst);
      pass(60 * minute);
    }
    expect(await mailsTo(person)).toBe(3);
  });

  test("of nothing before the tenth failure", async () => {
    const person = await makeAccount();
    for (let made = 0; made < 9; made += 1) {
      await comeBack(() => signIn(person, "a wrong guess", newNetwork()));
    }
    expect([await told(person), await mailsTo(person)]).toEqual([[], 0]);
  });

  test("under the bell, which keeps 90 days and forgets what was read from its count", async () => {
    const person = await makeAccount();
    const device = newNetwork();
    for (let made = 0; made < 10; made += 1) await comeBack(() => signIn(person, "a wrong guess", device));
    const actor = actingAs("profile.edit", person);
    expect(await bellOf(person)).toMatchObject([
      { kind: "failed_sign_ins", failures: 10, ip: device.ip, readAt: null },
    ]);
    const stranger = await makePerson();
    const other = actingAs("profile.edit", stranger);
    expect(await bellOf(stranger)).toEqual([]);
    await markOwnNotificationsRead(other);
    expect((await bellOf(person))[0]?.readAt).toBeNull();
    await markOwnNotificationsRead(actor);
    expect((await bellOf(person))[0]?.readAt).toEqual(new Date());
    pass(90 * 24 * 60 * minute);
    expect(await bellOf(person)).toEqual([]);
  });
});
