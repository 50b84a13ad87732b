import { hash } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { findPasswordHash } from "@/db/reads/accounts";
import { findLiveSession } from "@/db/reads/sessions";
import { users } from "@/db/schema/accounts";
import { rateLimits } from "@/db/schema/rate-limits";
import { sessions } from "@/db/schema/sessions";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { makeSession } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { changesIn } from "@/db/testing/rows";
import { lockUser, updateUser } from "@/db/writes/accounts";
import { deleteSessions } from "@/db/writes/sessions";
import { sha256Hex } from "@/lib/server/crypto";
import { hashPassword, needsRehash } from "@/lib/server/passwords";
import { livePeriod } from "@/lib/server/session-period";
import { sessionOf } from "@/lib/tooling/entries";
import { signInWithPassword } from "./sign-in";

openTestDatabase();
afterEach(() => {
  vi.useRealTimers();
});

const password = "correct horse battery";
let lastOctet = 0;
/** An address of its own for each test, so that none slows down another. */
function newAddress(): string {
  lastOctet += 1;
  return `198.51.100.${lastOctet}`;
}

const makeAccount = () => makePerson("Ada", { password });

function signIn(email: string, given: string, ip: string | null = newAddress()) {
  return signInWithPassword({ email, password: given }, { ip, userAgent: "Firefox" });
}

const wrong = {
  ok: false,
  refusal: { code: "invalid", message: "The e-mail address or the password is wrong." },
};

describe("signing in", () => {
  test("makes a session of 30 days and an entry in the log of the workspace that it opens", async () => {
    const person = await makeAccount();
    const outcome = await signInWithPassword(
      { email: person.email, password },
      { ip: "192.0.2.44", userAgent: "x".repeat(1_000) },
    );
    const { sessionId } = sessionOf(outcome);
    const [row] = await db().select().from(sessions).where(eq(sessions.id, sessionId));
    expect(row).toMatchObject({
      userId: person.id,
      activeWorkspaceId: person.personalId,
      ip: "192.0.2.44",
      userAgent: "x".repeat(400),
      provider: "password",
    });
    expect(Number(row?.expiresAt) - Number(row?.createdAt)).toBe(30 * 86_400_000);
    expect(await lastAuditEvent(person.personalId, "session.started")).toMatchObject({
      actorUserId: person.id,
      via: "sign_in",
      ip: "192.0.2.44",
      after: { provider: "password" },
    });
  });

  test.each([
    ["a wrong password", (person: TestPerson) => signIn(person.email, "wrong horse battery")],
    ["no account", () => signIn("nobody@example.com", password)],
    ["an account without a password", async () => signIn((await makePerson()).email, password)],
  ])("with %s is refused in the same words, and leaves nothing but the count", async (_, attempt) => {
    const person = await makeAccount();
    const changes = await changesIn(person, async () => expect(await attempt(person)).toEqual(wrong));
    expect(changes.filter((row) => !row.startsWith("refused_attempts "))).toEqual([]);
  });

  test("opens the workspace of the latest session while one belongs to it, else a shared one first", async () => {
    const person = await makeAccount();
    const opened = async () => {
      const { sessionId } = sessionOf(await signIn(person.email, password));
      return (await findLiveSession(sessionId, livePeriod()))?.activeWorkspaceId;
    };
    const shared = await makeWorkspace(await makePerson());
    await join(shared, person);
    await db().delete(sessions).where(eq(sessions.userId, person.id));
    expect(await opened()).toBe(shared);
    await db().delete(sessions).where(eq(sessions.userId, person.id));
    await makeSession(person, person.personalId);
    expect(await opened()).toBe(person.personalId);
    await db().delete(sessions).where(eq(sessions.userId, person.id));
    await makeSession(person, await makeWorkspace(await makePerson()));
    expect(await opened()).toBe(shared);
  });

  test("replaces a hash of another cost, and the password stays", async () => {
    const person = await makePerson();
    const weak = await hash(password, { memoryCost: 8_192, timeCost: 2, parallelism: 1 });
    await db().update(users).set({ passwordHash: weak }).where(eq(users.id, person.id));
    expect(await signIn(person.email, password)).toMatchObject({ ok: true });
    const kept = await findPasswordHash(person.id);
    expect(kept && needsRehash(kept)).toBe(false);
    expect(await signIn(person.email, password)).toMatchObject({ ok: true });
  });

  test.each([
    ["the password is changed", hashPassword("another horse battery"), null],
    ["somebody takes the account over", null, null],
    [
      "the password is changed, and its hash is of another cost",
      hashPassword("another horse battery"),
      8_192,
    ],
  ])("under way while %s comes too late, and brings nothing back", async (_, replacing, memoryCost) => {
    const person = await makeAccount();
    if (memoryCost !== null) {
      const weak = await hash(password, { memoryCost, timeCost: 2, parallelism: 1 });
      await db().update(users).set({ passwordHash: weak }).where(eq(users.id, person.id));
    }
    const passwordHash = await replacing;
    let attempt: ReturnType<typeof signIn> | undefined;
    await whileInTransaction(async (tx) => {
      await lockUser(tx, person.id);
      attempt = signIn(person.email, password);
      await waitForLockWaiter();
      await updateUser(tx, person.id, { passwordHash });
      await deleteSessions(tx, person.id);
    });
    expect(await attempt).toEqual(wrong);
    expect(await db().$count(sessions, eq(sessions.userId, person.id))).toBe(0);
    expect(await findPasswordHash(person.id)).toBe(passwordHash);
  });

  test("sweeps the person's expired sessions away", async () => {
    const person = await makeAccount();
    const expired = person.sessionId;
    await db()
      .update(sessions)
      .set({ expiresAt: new Date(0) })
      .where(eq(sessions.id, expired));
    await signIn(person.email, password);
    const ids = (await db().select().from(sessions).where(eq(sessions.userId, person.id))).map(
      ({ id }) => id,
    );
    expect(ids).toHaveLength(1);
    expect(ids).not.toContain(expired);
  });
});

const rateLimitOf = async (subject: string) =>
  (await db().select().from(rateLimits).where(eq(rateLimits.subject, subject)))[0];
const accountSubject = (email: string) => `account:${sha256Hex(`password ${email}`)}`;
const sourceSubject = (email: string, network: string) =>
  `source:${sha256Hex(`password ${email} ${network}`)}`;

async function limit(subject: string, failures: number, nextTurnInMs: number) {
  const now = new Date();
  const row = { failures, lastFailureAt: now, nextTurnAt: new Date(now.getTime() + nextTurnInMs) };
  await db()
    .insert(rateLimits)
    .values({ subject, ...row });
}

describe("the rate limit", () => {
  test("counts wrong passwords by account, by network and by both, and unknown accounts alike", async () => {
    const person = await makeAccount();
    const ip = newAddress();
    const unknown = `${person.id}-unknown@example.com`;
    for (const email of [person.email, person.email, unknown]) await signIn(email, "wrong", ip);
    for (const [email, failures] of [
      [person.email, 2],
      [unknown, 1],
    ] as const) {
      expect((await rateLimitOf(accountSubject(email)))?.failures).toBe(failures);
      expect((await rateLimitOf(sourceSubject(email, ip)))?.failures).toBe(failures);
    }
    expect((await rateLimitOf(`ip:${ip}`))?.failures).toBe(3);
  });

  test("counts parallel attempts one by one", async () => {
    const person = await makeAccount();
    await Promise.all(Array.from({ length: 4 }, () => signIn(person.email, "wrong")));
    expect((await rateLimitOf(accountSubject(person.email)))?.failures).toBe(4);
  });

  test("counts a whole IPv6 network as one address", async () => {
    await signIn("one@example.com", "wrong", "2001:db8:1:2::1");
    await signIn("two@example.com", "wrong", "2001:db8:1:2:ffff::9");
    expect((await rateLimitOf("ip:2001:db8:1:2::/64"))?.failures).toBe(2);
  });

  test("is forgotten for its network at the account by a success; the others lose that one attempt", async () => {
    const person = await makeAccount();
    const ip = newAddress();
    for (const given of ["wrong", "wrong", password]) await signIn(person.email, given, ip);
    expect(await rateLimitOf(sourceSubject(person.email, ip))).toBeUndefined();
    expect((await rateLimitOf(accountSubject(person.email)))?.failures).toBe(2);
    expect((await rateLimitOf(`ip:${ip}`))?.failures).toBe(2);
  });

  test("turns away by account, in the same words whether or not the account exists", async () => {
    const person = await makeAccount();
    const unknown = `${person.id}-unknown@example.com`;
    for (const email of [person.email, unknown]) {
      await limit(accountSubject(email), 9, 90_000);
      expect(await signIn(email, password)).toMatchObject({
        ok: false,
        refusal: { code: "limited", message: "Too many attempts. Try again in 2 minutes." },
      });
    }
  });

  test("turns a network away without counting against the account that it named", async () => {
    const person = await makeAccount();
    const ip = newAddress();
    await limit(`ip:${ip}`, 30, 60_000);
    expect(await signIn(person.email, password, ip)).toMatchObject({ refusal: { code: "limited" } });
    expect(await rateLimitOf(accountSubject(person.email))).toBeUndefined();
    expect(await signIn(person.email, password)).toMatchObject({ ok: true });
  });

  test("queues networks that failed at the account before separately, so that others do not wait for them", async () => {
    const person = await makeAccount();
    const guessing = newAddress();
    for (const given of ["wrong", "worse", "worst"]) await signIn(person.email, given, guessing);
    const guessed = `guessed-${accountSubject(person.email)}`;
    await limit(guessed, 18, 60_000);
    expect(await signIn(person.email, password, guessing)).toMatchObject({ refusal: { code: "limited" } });
    expect(await signIn(person.email, password)).toMatchObject({ ok: true });
  });
});
