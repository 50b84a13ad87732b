import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { findPasswordHash, findProfile } from "@/db/reads/accounts";
import { findLiveSession } from "@/db/reads/sessions";
import { accountLinks, users } from "@/db/schema/accounts";
import { apiCredentials } from "@/db/schema/credentials";
import { mails } from "@/db/schema/mails";
import { secondFactors } from "@/db/schema/sign-in-means";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, newEmail } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { turnOnSecondFactor } from "@/db/testing/factories/sign-in-means";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { SmtpPeer } from "@/e2e/peers/smtp";
import { isPassword } from "@/lib/server/passwords";
import { livePeriod } from "@/lib/server/session-period";
import { sessionOf } from "@/lib/tooling/entries";
import { type AccountMailKind, forgetSettledMails, sendDueMails } from "../mail/mails";
import { findResetLink, resetPassword } from "../sign-in/passwords";
import { findSignInLink, signInWithLink } from "../sign-in/sign-in";
import { isSignUpOpen, requestSignUp, signUp } from "../sign-in/sign-up";
import { makeResetLink } from "./administration";
import { requestAccountMail, requestProvingMail } from "./mails";

let smtp: SmtpPeer;
beforeAll(async () => {
  smtp = await SmtpPeer.start();
  Object.assign(process.env, { SMTP_URL: smtp.url, MAIL_FROM: "Steward <steward@steward.example>" });
});
openTestDatabase();
afterAll(() => smtp.stop());
afterEach(() => {
  vi.useRealTimers();
});

const password = "correct horse battery";
const newPassword = "another staple entirely";
const device = { ip: "192.0.2.7", userAgent: null };

const makeAccount = ({ proven = true } = {}) => makePerson("Ada", { password, proven });

function ask(kind: AccountMailKind, email: string, next = "") {
  return requestAccountMail(kind, { email, next }, null);
}

/** Where the newest mail for the address leads. */
async function mailedLink(email: string): Promise<URL> {
  while ((await sendDueMails()) > 0);
  const link = smtp
    .to(email)
    .map(({ text }) => /http:\/\/\S+\?\S+/.exec(text)?.[0])
    .findLast((found) => found !== undefined);
  if (!link) throw new Error(`no mail came for ${email}`);
  return new URL(link);
}

async function tokenFor(kind: AccountMailKind, email: string): Promise<string> {
  await ask(kind, email);
  return (await mailedLink(email)).searchParams.get("token") ?? "";
}

describe("asking for a mail", () => {
  test.each(["sign_in", "reset_password"] as const)(
    "of the kind %s answers and leaves alike whether or not the address has an account",
    async (kind) => {
      const { email } = await makeAccount();
      const nobody = `nobody.${email}`;
      expect(await ask(kind, email)).toEqual(await ask(kind, nobody));
      const rows = await db().select().from(mails);
      const [one, other] = [email, nobody].map((ip) => rows.find(({ recipient }) => recipient === ip));
      expect(one?.sealedContent?.length).toBe(other?.sealedContent?.length);
      expect({ ...one, id: "", recipient: "", sealedContent: "", createdAt: 0, nextAttemptAt: 0 }).toEqual({
        ...other,
        id: "",
        recipient: "",
        sealedContent: "",
        createdAt: 0,
        nextAttemptAt: 0,
      });
      await mailedLink(email);
      expect(smtp.to(nobody)).toEqual([]);
      const settled = await db().select().from(mails).where(eq(mails.recipient, nobody));
      expect(settled).toMatchObject([{ status: "needless", sealedContent: null }]);
    },
  );

  test("is quietly heard five times an hour for one address", async () => {
    const { email } = await makeAccount();
    for (let count = 0; count < 7; count += 1)
      expect(await ask("sign_in", email)).toMatchObject({ ok: true });
    await mailedLink(email);
    expect(smtp.to(email)).toHaveLength(5);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_001 });
    await ask("sign_in", email);
    await mailedLink(email);
    expect(smtp.to(email)).toHaveLength(6);
  });

  test("keeps neither the token nor, once it is sent, the words", async () => {
    const { email } = await makeAccount();
    const token = await tokenFor("sign_in", email);
    expect(await rowsWith(token)).toEqual([]);
    const [mail] = await db().select().from(mails).where(eq(mails.recipient, email));
    expect(mail).toMatchObject({ status: "sent", sealedContent: null });
  });

  test("goes on to a page of this server alone", async () => {
    const { email } = await makeAccount();
    await ask("sign_in", email, "/settings/profile?a=b");
    expect((await mailedLink(email)).searchParams.get("next")).toBe("/settings/profile?a=b");
    await ask("sign_in", email, "//elsewhere.example");
    expect((await mailedLink(email)).searchParams.get("next")).toBeNull();
  });
});

test("what became of a mail is forgotten after thirty days", async () => {
  const { email } = await makeAccount();
  await tokenFor("sign_in", email);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 29 * 86_400_000 });
  await forgetSettledMails();
  expect(await db().$count(mails, eq(mails.recipient, email))).toBe(1);
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
  await forgetSettledMails();
  expect(await db().$count(mails, eq(mails.recipient, email))).toBe(0);
});

describe("a mailed sign-in link", () => {
  test("begins a session once, and says how in the log", async () => {
    const person = await makeAccount();
    const token = await tokenFor("sign_in", person.email);
    expect(await findSignInLink(token)).toEqual({ email: person.email, takesOver: false });
    const { sessionId } = sessionOf(await signInWithLink(token, device));
    expect(await findLiveSession(sessionId, livePeriod())).toMatchObject({ userId: person.id });
    expect(await lastAuditEvent(person.personalId, "session.started")).toMatchObject({
      after: { provider: "mail-link" },
      ip: device.ip,
    });
    expect(await findSignInLink(token)).toBeUndefined();
    expect(await signInWithLink(token, device)).toMatchObject({ refusal: { code: "not_found" } });
    expect(await isPassword(password, await findPasswordHash(person.id))).toBe(true);
  });

  test("is used by one of several at the same time", async () => {
    const person = await makeAccount();
    const token = await tokenFor("sign_in", person.email);
    const outcomes = await Promise.all([1, 2, 3].map(() => signInWithLink(token, device)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test("works for an hour", async () => {
    const person = await makeAccount();
    const token = await tokenFor("sign_in", person.email);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_001 });
    expect(await findSignInLink(token)).toBeUndefined();
    expect(await signInWithLink(token, device)).toMatchObject({ refusal: { code: "not_found" } });
  });

  test("is replaced by a later one, and no other kind of link signs in", async () => {
    const person = await makeAccount();
    const first = await tokenFor("sign_in", person.email);
    const second = await tokenFor("sign_in", person.email);
    const reset = await tokenFor("reset_password", person.email);
    expect(await signInWithLink(first, device)).toMatchObject({ ok: false });
    expect(await signInWithLink(reset, device)).toMatchObject({ ok: false });
    expect(await findResetLink(second)).toBeUndefined();
    expect(await signInWithLink(second, device)).toMatchObject({ ok: true });
  });
});

/** An account that somebody else made with the address, with every way in that an account can have. */
async function makeSquatted() {
  const person = await makeAccount({ proven: false });
  const session = person.sessionId;
  await makeCredentials({ account: person });
  await turnOnSecondFactor(person);
  return { person, session };
}

async function expectTakenOver({ person, session }: Awaited<ReturnType<typeof makeSquatted>>) {
  expect((await findProfile(person.id))?.emailProvenAt).toBeInstanceOf(Date);
  expect(await findLiveSession(session, livePeriod())).toBeUndefined();
  expect(await isPassword(password, await findPasswordHash(person.id))).toBe(false);
  for (const table of [apiCredentials, secondFactors, accountLinks]) {
    expect(await db().$count(table, eq(table.userId, person.id))).toBe(0);
  }
  expect(await lastAuditEvent(person.personalId, "account.email_proven")).toMatchObject({
    after: { endedSessions: 1, revokedCredentials: 1 },
  });
}

describe("an account that never proved its address is taken over by", () => {
  test("a mailed sign-in link, and has no password then", async () => {
    const squatted = await makeSquatted();
    const token = await tokenFor("sign_in", squatted.person.email);
    expect(await findSignInLink(token)).toMatchObject({ takesOver: true });
    sessionOf(await signInWithLink(token, device));
    await expectTakenOver(squatted);
    expect(await findPasswordHash(squatted.person.id)).toBeNull();
  });

  test.each(["reset_password", "prove_email"] as const)("a mailed link of the kind %s", async (kind) => {
    const squatted = await makeSquatted();
    const token = await tokenFor(kind, squatted.person.email);
    expect(await findResetLink(token)).toMatchObject({ takesOver: true });
    expect(await resetPassword({ token, newPassword }, null)).toMatchObject({ ok: true });
    await expectTakenOver(squatted);
    expect(await isPassword(newPassword, await findPasswordHash(squatted.person.id))).toBe(true);
  });

  test("no link that only the operator made", async () => {
    const { person } = await makeSquatted();
    const made = await makeResetLink(person.email);
    const token = made.ok ? (new URL(made.value.link).searchParams.get("token") ?? "") : "";
    expect(await findResetLink(token)).toMatchObject({ takesOver: false });
    expect(await resetPassword({ token, newPassword }, null)).toMatchObject({ ok: true });
    expect((await findProfile(person.id))?.emailProvenAt).toBeNull();
    expect(await db().$count(secondFactors, eq(secondFactors.userId, person.id))).toBe(1);
  });

  test("nobody where the audit entry can't be written", async () => {
    const { person } = await makeSquatted();
    const token = await tokenFor("sign_in", person.email);
    await blockAudit(person.personalId);
    const changes = await changesIn(person, () =>
      expect(signInWithLink(token, device)).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });
});

test("a mailed reset keeps the second factor and the credentials of an account that proved its address", async () => {
  const { person } = await makeSquatted();
  await db().update(users).set({ emailProvenAt: new Date() }).where(eq(users.id, person.id));
  const token = await tokenFor("reset_password", person.email);
  expect(await resetPassword({ token, newPassword }, null)).toMatchObject({ ok: true });
  expect(await db().$count(secondFactors, eq(secondFactors.userId, person.id))).toBe(1);
  expect(await db().$count(apiCredentials, eq(apiCredentials.userId, person.id))).toBe(1);
  expect(await lastAuditEvent(person.personalId, "account.password_reset")).toBeDefined();
});

test("a stranger's asking ends no link that the operator made", async () => {
  const person = await makeAccount();
  const made = await makeResetLink(person.email);
  const token = made.ok ? (new URL(made.value.link).searchParams.get("token") ?? "") : "";
  await tokenFor("reset_password", person.email);
  expect(await findResetLink(token)).toMatchObject({ email: person.email });
});

describe("asking to prove one's own address", () => {
  test("mails a link to it", async () => {
    const person = await makeAccount({ proven: false });
    expect(await requestProvingMail(actingAs("profile.edit", person))).toEqual({
      ok: true,
      value: { email: person.email },
    });
    expect((await mailedLink(person.email)).pathname).toBe("/reset-password");
  });

  test("is refused once it is proven, and after five mails in an hour", async () => {
    const proven = actingAs("profile.edit", await makeAccount());
    expect(await requestProvingMail(proven)).toMatchObject({ refusal: { code: "conflict" } });
    const person = await makeAccount({ proven: false });
    const asking = actingAs("profile.edit", person);
    for (let count = 0; count < 5; count += 1) await requestProvingMail(asking);
    expect(await requestProvingMail(asking)).toMatchObject({ refusal: { code: "limited" } });
  });
});

test("nobody signs up where the operator hasn't opened it", async () => {
  const email = newEmail();
  const person = { name: "Eve", email, password };
  const closed = { refusal: { code: "forbidden" } };
  expect(await isSignUpOpen()).toBe(false);
  expect(await requestSignUp({ email, next: "" }, null)).toMatchObject(closed);
  expect(await signUp(person, null)).toMatchObject(closed);
  expect(await rowsWith(email)).toEqual([]);
});
