import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { findLiveSession } from "@/db/reads/sessions";
import { sessions } from "@/db/schema/sessions";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import { livePeriod } from "@/lib/server/session-period";
import { endOtherSessions, endSession, listOwnSessions, signOutSession } from "./sessions";

openTestDatabase();
afterEach(() => {
  vi.useRealTimers();
});

describe("ending sessions", () => {
  const managing = (person: TestPerson, sessionId: string) =>
    actingAs("sessions.manage", person, { sessionId });

  test("ends one of the user's own immediately, and logs it in the personal workspace", async () => {
    const person = await makePerson();
    const shared = await makeWorkspace(await makePerson());
    await join(shared, person);
    const [here, there] = [await makeSession(person), await makeSession(person)];
    const actor = actingAs("sessions.manage", person, {
      sessionId: here,
      workspaceId: shared,
      role: "member",
    });
    expect(await endSession(actor, { sessionId: there })).toEqual({ ok: true, value: undefined });
    expect(await findLiveSession(there, livePeriod())).toBeUndefined();
    expect(await findLiveSession(here, livePeriod())).toBeDefined();
    expect(await lastAuditEvent(person.personalId, "session.ended")).toMatchObject({
      actorUserId: person.id,
      after: { sessions: 1 },
    });
    expect(await lastAuditEvent(shared, "session.ended")).toBeUndefined();
  });

  test("finds no session of somebody else", async () => {
    const [person, other] = [await makePerson(), await makePerson()];
    const theirs = await makeSession(other);
    const changes = await changesIn(other, async () => {
      const outcome = await endSession(managing(person, await makeSession(person)), { sessionId: theirs });
      expect(outcome).toMatchObject({ ok: false, refusal: { code: "not_found" } });
    });
    expect(changes).toEqual([]);
    expect(await lastAuditEvent(person.personalId, "session.ended")).toBeUndefined();
  });

  test("ends all others and keeps this one and other people's", async () => {
    const [person, other] = [await makePerson(), await makePerson()];
    const here = person.sessionId;
    const theirs = await makeSession(other);
    await Promise.all([makeSession(person), makeSession(person)]);
    expect(await endOtherSessions(managing(person, here))).toEqual({ ok: true, value: { ended: 2 } });
    expect((await listOwnSessions(managing(person, here))).map(({ id }) => id)).toEqual([here]);
    expect(await findLiveSession(theirs, livePeriod())).toBeDefined();
    expect(await lastAuditEvent(person.personalId, "session.ended")).toMatchObject({
      after: { sessions: 2 },
    });
  });

  test("writes nothing where there is no other", async () => {
    const person = await makePerson();
    const here = person.sessionId;
    const changes = await changesIn(person, () => endOtherSessions(managing(person, here)));
    expect(changes).toEqual([]);
  });

  test("by signing out takes the session's own person", async () => {
    const [person, other] = [await makePerson(), await makePerson()];
    const sessionId = await makeSession(person);
    await signOutSession(other.id, sessionId, "192.0.2.1");
    expect(await findLiveSession(sessionId, livePeriod())).toBeDefined();
    expect(await lastAuditEvent(person.personalId, "session.ended")).toBeUndefined();
    await signOutSession(person.id, sessionId, "192.0.2.1");
    expect(await findLiveSession(sessionId, livePeriod())).toBeUndefined();
    expect(await lastAuditEvent(person.personalId, "session.ended")).toMatchObject({
      actorUserId: person.id,
    });
  });

  test("shows neither expired ones nor another person's", async () => {
    const [person, other] = [await makePerson(), await makePerson()];
    const [live, expired] = [person.sessionId, await makeSession(person)];
    await makeSession(other);
    await db()
      .update(sessions)
      .set({ expiresAt: new Date(0) })
      .where(eq(sessions.id, expired));
    expect((await listOwnSessions(managing(person, live))).map(({ id }) => id)).toEqual([live]);
    expect(await findLiveSession(expired, livePeriod())).toBeUndefined();
  });

  test("that nobody used for the idle time-out is neither live nor listed", async () => {
    const person = await makePerson();
    const idle = await makeSession(person);
    const dayMs = 86_400_000;
    const seenAt = new Date();
    const facts = { lastSeenAt: seenAt, expiresAt: new Date(seenAt.getTime() + 365 * dayMs) };
    await db().update(sessions).set(facts).where(eq(sessions.userId, person.id));
    const listed = async () =>
      (await listOwnSessions(managing(person, person.sessionId))).some(({ id }) => id === idle);
    const atDay = (days: number) =>
      vi.useFakeTimers({ toFake: ["Date"], now: seenAt.getTime() + days * dayMs });
    atDay(29.9);
    expect([await listed(), (await findLiveSession(idle, livePeriod()))?.userId]).toEqual([true, person.id]);
    atDay(30);
    expect([await listed(), await findLiveSession(idle, livePeriod())]).toEqual([false, undefined]);
  });
});
