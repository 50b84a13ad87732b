import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { findMembership } from "@/db/reads/memberships";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { apiCredentials } from "@/db/schema/credentials";
import { invitationBudgets, invitations } from "@/db/schema/invitations";
import { mails } from "@/db/schema/mails";
import { sessions } from "@/db/schema/sessions";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson, newEmail, type TestPerson, unprove } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { join, joinAsAdmin, makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import { ensureInstallation } from "@/db/writes/installation";
import { SmtpPeer } from "@/e2e/peers/smtp";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { budgetDay } from "@/lib/core/workspace/invitation-budget";
import { memberQuery } from "@/lib/core/workspace/member-list";
import { newId, newToken } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { sessionOf } from "@/lib/tooling/entries";
import { requestAccountMail } from "../account/mails";
import { sendDueMails } from "../mail/mails";
import { signInWithPassword } from "../sign-in/sign-in";
import { listMembersPage } from "../workspace/members";
import { acceptAsNewPerson, acceptByLink } from "./accept-by-link";
import { acceptByProving } from "./accept-by-proving";
import {
  copyInvitationLink,
  invitationMails,
  inviteMembers,
  resendInvitation,
  withdrawInvitation,
} from "./invitations";
import { findClosedInvitation, findInvitationByLink } from "./linked-invitations";
import { acceptNotified, declineNotified, listOwnInvitations } from "./notified-invitations";

let smtp: SmtpPeer;

beforeAll(async () => {
  smtp = await SmtpPeer.start();
  Object.assign(process.env, {
    SMTP_URL: smtp.url,
    MAIL_FROM: "Steward <steward@steward.example>",
    STEWARD_SEATS: "3",
  });
});
openTestDatabase();
beforeAll(async () => {
  await ensureInstallation(newToken(), new Date());
});
afterAll(() => smtp.stop());

const device = { ip: "192.0.2.7", userAgent: null };
const password = "correct horse battery";

async function makeLab() {
  const owner = await makePerson("Olga");
  const workspaceId = await makeWorkspace(owner, "Lab");
  return {
    owner,
    workspaceId,
    inviter: actingAs("members.manage", owner, { workspaceId, workspaceName: "Lab" }),
  };
}
type Lab = Awaited<ReturnType<typeof makeLab>>;

async function invite(
  { inviter, workspaceId }: Lab,
  email: string,
): Promise<{ invitationId: string; token: string }> {
  const outcome = await inviteMembers(inviter, { emails: [email] });
  const link = outcome.ok ? outcome.value.emails[0]?.link : undefined;
  const [row] = await db()
    .select()
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.email, email)));
  if (!link || !row) throw new Error("nobody was invited");
  return { invitationId: row.id, token: tokenOf(link) };
}

const tokenOf = (link: string) => link.slice(link.lastIndexOf("/") + 1);

/** Mails that wait together are sent in no particular order. */
async function mailedToken({ workspaceId }: Lab, email: string): Promise<string> {
  while ((await sendDueMails()) > 0);
  const link = new RegExp(`http:\\S+/invitations/(${workspaceId}\\.\\S+)`);
  const tokens = smtp.to(email).map(({ text }) => link.exec(text)?.[1]);
  const token = tokens.findLast((found) => found !== undefined);
  if (!token) throw new Error(`no mail came for ${email}`);
  return token;
}

const joinedBy = async ({ workspaceId }: Lab) =>
  (await lastAuditEvent(workspaceId, "member.joined"))?.after?.by;

/** What the log says that the account was made by. */
async function originOf(email: string) {
  const account = await findAccountByEmail(email);
  const personalId = account && (await findPersonalWorkspaceId(account.id));
  return personalId && (await lastAuditEvent(personalId, "account.created"))?.after;
}

const switcher = (person: TestPerson, sessionId?: string) =>
  actingAs("workspace.switch", person, sessionId ? { sessionId } : {});

describe("inviting", () => {
  test("judges each address, writes the entry, mails a link and gives another to copy", async () => {
    const lab = await makeLab();
    const email = newEmail("partner.example");
    const outcome = await inviteMembers(lab.inviter, { emails: [email, "nobody", lab.owner.email] });
    const emails = outcome.ok ? outcome.value.emails : [];
    expect(emails.map(({ verdict }) => verdict)).toEqual(["invited", "not_an_email", "member"]);
    expect(await lastAuditEvent(lab.workspaceId, "invitation.created")).toMatchObject({ targetName: email });
    const { page } = await listMembersPage(lab.inviter, memberQuery.parse({ status: "pending" }));
    expect(page.rows.map((row) => row.email)).toEqual([email]);

    const mailed = await mailedToken(lab, email);
    expect(mailed).not.toBe(tokenOf(emails[0]?.link ?? ""));
    expect(mailed.startsWith(lab.workspaceId)).toBe(true);
    const [mail] = await db().select().from(mails).where(eq(mails.recipient, email));
    expect(mail).toMatchObject({ status: "sent", sealedContent: null });
    expect(await findAccountByEmail(email)).toBeUndefined();
  });

  test("assigns only as many seats as there are", async () => {
    const lab = await makeLab();
    const outcome = await inviteMembers(lab.inviter, {
      emails: [newEmail("partner.example"), newEmail("partner.example"), newEmail("partner.example")],
    });
    const verdicts = outcome.ok ? outcome.value.emails.map(({ verdict }) => verdict) : [];
    expect(verdicts).toEqual(["invited", "invited", "no_seat"]);
  });

  test("of two who invite the same address at the same time, one succeeds", async () => {
    const lab = await makeLab();
    const email = newEmail("partner.example");
    const both = await Promise.all([1, 2].map(() => inviteMembers(lab.inviter, { emails: [email] })));
    const verdicts = both
      .flatMap((outcome) => (outcome.ok ? outcome.value.emails : []))
      .map(({ verdict }) => verdict);
    expect(verdicts.sort()).toEqual(["already_invited", "invited"]);
  });
});

const tooPersonal = { refusal: { code: "invalid", fields: { password: expect.any(String) } } };

describe("a link", () => {
  test("makes the account at acceptance, unproven when it was copied, and works once", async () => {
    const lab = await makeLab();
    const email = newEmail("partner.example");
    const { token } = await invite(lab, email);
    expect(await acceptAsNewPerson({ token, name: "Sam", password: email }, null)).toMatchObject(tooPersonal);
    const outcome = await acceptAsNewPerson({ token, name: "Sam", password }, "192.0.2.7");
    expect(outcome).toEqual({ ok: true, value: { email } });
    const account = await findAccountByEmail(email);
    const profile = account && (await findProfile(account.id));
    expect(profile?.emailProvenAt).toBeNull();
    expect(account && (await findMembership(lab.workspaceId, account.id))?.inAdmins).toBe(false);
    expect(await lastAuditEvent(lab.workspaceId, "member.joined")).toMatchObject({
      targetName: email,
      after: { by: "copied_link", emailProven: false },
    });
    expect(await originOf(email)).toEqual({ by: "copied_invitation", emailProven: false });
    expect(await acceptAsNewPerson({ token, name: "Sam", password }, null)).toMatchObject({ ok: false });
    expect(await findInvitationByLink(token, undefined)).toBeUndefined();
    const closed = { closed: "used", workspaceName: "Lab" };
    expect(await findClosedInvitation(token, undefined)).toMatchObject({ ...closed, isMember: false });
    const joined = account && { ...account, personalId: lab.workspaceId, sessionId: "" };
    expect(joined && (await findClosedInvitation(token, switcher(joined)))).toMatchObject({
      ...closed,
      isMember: true,
    });
  });

  test("to one address from two workspaces, opened at the same time, creates one account", async () => {
    const email = newEmail("partner.example");
    const labs = [await makeLab(), await makeLab()];
    const tokens = await Promise.all(labs.map(async (lab) => (await invite(lab, email)).token));
    const outcomes = await Promise.all(
      tokens.map((token) => acceptAsNewPerson({ token, name: "Sam", password }, null)),
    );
    expect(outcomes).toEqual([
      { ok: true, value: { email } },
      { ok: true, value: { email } },
    ]);
    const account = await findAccountByEmail(email);
    const joined = labs.map(({ workspaceId }) => account && findMembership(workspaceId, account.id));
    expect((await Promise.all(joined)).filter(Boolean)).toHaveLength(1);
    const open = await Promise.all(tokens.map((token) => findInvitationByLink(token, undefined)));
    expect(open.filter(Boolean)).toMatchObject([{ acceptance: "join_or_sign_in" }]);
  });

  test("that was copied leads to the same, and answers the same, whether the address has an account", async () => {
    const lab = await makeLab();
    const unproven = newEmail("partner.example");
    await acceptAsNewPerson({ token: (await invite(lab, unproven)).token, name: "Sam", password }, null);
    const other = await makeLab();
    const seen: unknown[] = [];
    for (const email of [unproven, (await makePerson("Gus")).email]) {
      const account = await findAccountByEmail(email);
      const { token } = await invite(other, email);
      const { email: _, invitationId: __, ...shown } = (await findInvitationByLink(token, undefined)) ?? {};
      const changes = await changesIn(other.workspaceId, async () => {
        seen.push(await acceptAsNewPerson({ token, name: "Eve", password: "what an inviter types" }, null));
      });
      expect(changes).toEqual([]);
      expect(await findAccountByEmail(email)).toEqual(account);
      seen.push(shown);
    }
    const fresh = await makeLab();
    const email = newEmail("partner.example");
    const { token } = await invite(fresh, email);
    const { email: _, invitationId: __, ...shown } = (await findInvitationByLink(token, undefined)) ?? {};
    expect(await acceptAsNewPerson({ token, name: "Eve", password }, null)).toEqual({
      ok: true,
      value: { email },
    });
    const places = { workspaceId: expect.any(String), expiresAt: expect.any(Date) };
    const [first, firstShown, second, secondShown] = seen;
    expect([first, second]).toMatchObject([{ ok: true }, { ok: true }]);
    for (const each of [firstShown, secondShown]) expect(each).toEqual({ ...shown, ...places });
  });

  test("proves the address when it came by mail", async () => {
    const lab = await makeLab();
    const email = newEmail("partner.example");
    await invite(lab, email);
    await acceptAsNewPerson({ token: await mailedToken(lab, email), name: "Sam", password }, null);
    const account = await findAccountByEmail(email);
    expect(account && (await findProfile(account.id))?.emailProvenAt).toBeInstanceOf(Date);
    expect(await originOf(email)).toEqual({ by: "mailed_invitation", emailProven: true });
    expect(await joinedBy(lab)).toBe("mailed_link");
  });

  test("is refused once it is expired, withdrawn, replaced, or points into another workspace", async () => {
    const lab = await makeLab();
    const elsewhere = await makeLab();
    const expired = await invite(lab, newEmail("partner.example"));
    await db()
      .update(invitations)
      .set({ expiresAt: new Date(0) })
      .where(eq(invitations.id, expired.invitationId));
    const withdrawn = await invite(lab, newEmail("partner.example"));
    expect((await withdrawInvitation(lab.inviter, withdrawn)).ok).toBe(true);
    const replaced = await invite(lab, newEmail("partner.example"));
    const fresh = await copyInvitationLink(lab.inviter, replaced);
    const foreign = `${elsewhere.workspaceId}.${(fresh.ok ? tokenOf(fresh.value.link) : "").split(".")[1]}`;
    const reasons = [
      [expired.token, "expired"],
      [withdrawn.token, "withdrawn"],
      [replaced.token, undefined],
      [foreign, undefined],
      ["made.up", undefined],
    ] as const;
    for (const [token, closed] of reasons) {
      expect(await findInvitationByLink(token, undefined)).toBeUndefined();
      expect((await findClosedInvitation(token, undefined))?.closed).toBe(closed);
      expect(await acceptAsNewPerson({ token, name: "Sam", password }, null)).toMatchObject({ ok: false });
    }
  });

  test("is resent, and the link that was mailed before stops working", async () => {
    const lab = await makeLab();
    const email = newEmail("partner.example");
    const { invitationId } = await invite(lab, email);
    const first = await mailedToken(lab, email);
    expect((await resendInvitation(lab.inviter, { invitationId })).ok).toBe(true);
    const second = await mailedToken(lab, email);
    expect(second).not.toBe(first);
    expect(await findInvitationByLink(first, undefined)).toBeUndefined();
    expect(await findInvitationByLink(second, undefined)).toMatchObject({
      acceptance: "new_account",
      means: "mailed",
    });
  });

  test("is mailed five times an hour at most, and then copied; nobody’s lost password waits for that", async () => {
    const [lab, elsewhere] = [await makeLab(), await makeLab()];
    const email = newEmail("partner.example");
    const { invitationId } = await invite(lab, email);
    await mailedToken(lab, email);
    for (let sent = 1; sent < 5; sent += 1) {
      expect((await resendInvitation(lab.inviter, { invitationId })).ok).toBe(true);
      await mailedToken(lab, email);
    }
    const changes = await changesIn(lab.workspaceId, async () => {
      expect(await resendInvitation(lab.inviter, { invitationId })).toMatchObject({
        refusal: { code: "limited", message: expect.stringMatching(/copy the link/) },
      });
    });
    expect(changes).toEqual([]);
    expect(await inviteMembers(elsewhere.inviter, { emails: [email] })).toMatchObject({
      value: { emails: [{ verdict: "invited", mailed: false, link: expect.any(String) }] },
    });
    await requestAccountMail("reset_password", { email, next: "" }, null);
    const asked = and(eq(mails.recipient, email), eq(mails.kind, "reset_password"));
    expect(await db().$count(mails, asked)).toBe(1);
  });

  test("says so where its mail was turned away and is tried again", async () => {
    const lab = await makeLab();
    const email = newEmail("partner.example");
    const mailOf = async () => {
      const { page } = await listMembersPage(lab.inviter, memberQuery.parse({ search: email }));
      return page.rows.map(({ mail }) => mail);
    };
    smtp.turnedAway.add(email);
    await invite(lab, email);
    expect(await mailOf()).toEqual(["queued"]);
    while ((await sendDueMails()) > 0);
    expect(await mailOf()).toEqual(["retrying"]);
    smtp.turnedAway.delete(email);
    await db()
      .update(mails)
      .set({ nextAttemptAt: new Date(0) })
      .where(eq(mails.recipient, email));
    await mailedToken(lab, email);
    expect(await mailOf()).toEqual(["sent"]);
  });

  test("lets the one it is for join, signed in, and nobody else", async () => {
    const lab = await makeLab();
    const [guest, other] = [await makePerson("Gus"), await makePerson("Otto")];
    const { token } = await invite(lab, guest.email);
    expect(await acceptByLink(switcher(other), token)).toMatchObject({ ok: false });
    expect(await findMembership(lab.workspaceId, other.id)).toBeUndefined();
    const sessionId = await makeSession(guest);
    expect((await acceptByLink(switcher(guest, sessionId), token)).ok).toBe(true);
    expect(await findMembership(lab.workspaceId, guest.id)).toBeDefined();
    const [session] = await db().select().from(sessions).where(eq(sessions.id, sessionId));
    expect(session?.activeWorkspaceId).toBe(lab.workspaceId);
    expect(await joinedBy(lab)).toBe("copied_link");
  });

  test("another workspace's admin can neither copy, resend nor withdraw it", async () => {
    const [lab, elsewhere] = [await makeLab(), await makeLab()];
    const invited = await invite(lab, newEmail("partner.example"));
    for (const act of [copyInvitationLink, resendInvitation, withdrawInvitation]) {
      expect(await act(elsewhere.inviter, invited)).toMatchObject({ refusal: { code: "not_found" } });
    }
    expect(await findInvitationByLink(invited.token, undefined)).toBeDefined();
  });
});

test("a user who opens another's invitation and creates that account loses it when the holder proves the address", async () => {
  const lab = await makeLab();
  const email = newEmail("partner.example");
  const { token } = await invite(lab, email);
  await acceptAsNewPerson({ token, name: "Intruder", password }, null);
  const session = sessionOf(await signInWithPassword({ email, password }, device));
  const account = await findAccountByEmail(email);
  if (!account) throw new Error("the intruder has no account");
  const intruder = { ...account, personalId: lab.workspaceId, ...session };
  await makeCredentials({ account: intruder });

  const second = await makeLab();
  await invite(second, email);
  const mailed = await mailedToken(second, email);
  expect(await findInvitationByLink(mailed, undefined)).toMatchObject({ acceptance: "prove" });
  expect(await acceptByProving({ token: mailed, password: email }, null)).toMatchObject(tooPersonal);
  expect((await acceptByProving({ token: mailed, password: "the real holder’s own" }, null)).ok).toBe(true);

  expect(await signInWithPassword({ email, password }, device)).toMatchObject({ ok: false });
  expect(await db().$count(sessions, eq(sessions.id, session.sessionId))).toBe(0);
  expect(await db().$count(apiCredentials, eq(apiCredentials.userId, account.id))).toBe(0);
  expect((await findProfile(account.id))?.emailProvenAt).toBeInstanceOf(Date);
  expect((await signInWithPassword({ email, password: "the real holder’s own" }, device)).ok).toBe(true);
});

test("the mailed link of an invitation that an intruder used by a copied one gives the account to its holder, once", async () => {
  const lab = await makeLab();
  const email = newEmail("partner.example");
  const { token } = await invite(lab, email);
  const mailed = await mailedToken(lab, email);
  await acceptAsNewPerson({ token, name: "Intruder", password }, null);
  const account = await findAccountByEmail(email);
  if (!account) throw new Error("the intruder has no account");
  expect(await findInvitationByLink(token, undefined)).toBeUndefined();
  expect(await findInvitationByLink(mailed, undefined)).toMatchObject({ acceptance: "prove", isUsed: true });
  expect(await acceptByProving({ token, password: "the intruder’s next" }, null)).toMatchObject({
    ok: false,
  });

  const both = await Promise.all(
    ["the holder’s first", "the holder’s other"].map((own) =>
      acceptByProving({ token: mailed, password: own }, null),
    ),
  );
  expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await signInWithPassword({ email, password }, device)).toMatchObject({ ok: false });
  expect(await findMembership(lab.workspaceId, account.id)).toBeDefined();
  expect(await findInvitationByLink(mailed, undefined)).toBeUndefined();
  expect(await findClosedInvitation(mailed, undefined)).toMatchObject({ closed: "used" });
});

test("a full workspace keeps the account of somebody who proves their address as it was", async () => {
  const [lab, full] = [await makeLab(), await makeLab()];
  const email = newEmail("partner.example");
  await acceptAsNewPerson({ token: (await invite(lab, email)).token, name: "Sam", password }, null);
  await invite(full, email);
  const mailed = await mailedToken(full, email);
  for (const name of ["Max", "Mo"]) await join(full.workspaceId, await makePerson(name));
  expect(await acceptByProving({ token: mailed, password: "the holder’s own" }, null)).toMatchObject({
    refusal: { code: "limited" },
  });
  expect((await signInWithPassword({ email, password }, device)).ok).toBe(true);
  expect(await findInvitationByLink(mailed, undefined)).toMatchObject({ acceptance: "prove", isUsed: false });
});

describe("an invitation under the bell", () => {
  const choiceOf = (workspaceId: WorkspaceId, invitationId: string) => ({ workspaceId, invitationId });

  test("is shown to the proven address alone, and accepted or declined there", async () => {
    const [lab, elsewhere] = [await makeLab(), await makeLab()];
    const [guest, other] = [await makePerson("Gus"), await makePerson("Otto")];
    const first = await invite(lab, guest.email);
    const second = await invite(elsewhere, guest.email);
    expect(await listOwnInvitations(switcher(other))).toEqual([]);
    expect(
      (await listOwnInvitations(switcher(guest)))?.map(({ invitationId }) => invitationId).sort(),
    ).toEqual([first.invitationId, second.invitationId].sort());

    const choice = choiceOf(lab.workspaceId, first.invitationId);
    expect(await acceptNotified(switcher(other), choice)).toMatchObject({ ok: false });
    expect((await acceptNotified(switcher(guest), choice)).ok).toBe(true);
    expect(await joinedBy(lab)).toBe("notification");
    expect(await acceptNotified(switcher(guest), choice)).toMatchObject({ ok: false });
    const declined = choiceOf(elsewhere.workspaceId, second.invitationId);
    expect((await declineNotified(switcher(guest), declined)).ok).toBe(true);
    expect(await findMembership(elsewhere.workspaceId, guest.id)).toBeUndefined();
    expect(await lastAuditEvent(elsewhere.workspaceId, "invitation.declined")).toMatchObject({
      actorName: "Gus",
    });
  });

  test("is kept from an address that nobody proved", async () => {
    const [lab, elsewhere] = [await makeLab(), await makeLab()];
    const email = newEmail("partner.example");
    const { token } = await invite(lab, email);
    await acceptAsNewPerson({ token, name: "Sam", password }, null);
    const { invitationId } = await invite(elsewhere, email);
    const account = await findAccountByEmail(email);
    if (!account) throw new Error("no account was made");
    const person = { ...account, personalId: lab.workspaceId, sessionId: "" };
    expect(await listOwnInvitations(switcher(person))).toBeUndefined();
    const choice = choiceOf(elsewhere.workspaceId, invitationId);
    expect(await acceptNotified(switcher(person), choice)).toMatchObject({ ok: false });
  });
});

test("two who accept the last seat at the same time: one gets it, and the other can try again", async () => {
  const lab = await makeLab();
  const guests = [await makePerson("Gus"), await makePerson("Gil")];
  const tokens: string[] = [];
  for (const guest of guests) tokens.push((await invite(lab, guest.email)).token);
  await join(lab.workspaceId, await makePerson("Max"));

  const answers = await Promise.all(
    guests.map((guest, index) => acceptByLink(switcher(guest), tokens[index] ?? "")),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "limited" } });
  const left = answers.findIndex(({ ok }) => !ok);
  expect(await findInvitationByLink(tokens[left] ?? "", undefined)).toBeDefined();
});

describe("an inviter’s budget of a day", () => {
  const many = (count: number) => Array.from({ length: count }, () => newEmail("partner.example"));
  const verdictsOf = (outcome: Awaited<ReturnType<typeof inviteMembers>>) =>
    outcome.ok ? outcome.value.emails.map(({ verdict }) => verdict) : [];

  beforeAll(() => {
    settings().limits.users = undefined;
  });
  afterAll(() => {
    settings().limits.users = 3;
  });

  async function spendAll(lab: Lab) {
    const given = [many(50), many(50)];
    for (const emails of given) {
      const verdicts = verdictsOf(await inviteMembers(lab.inviter, { emails }));
      expect(new Set(verdicts)).toEqual(new Set(["invited"]));
    }
    return given.flat();
  }

  test("is 100 invitations, and none of them comes back when it is withdrawn", async () => {
    const lab = await makeLab();
    const [first = ""] = await spendAll(lab);
    expect(verdictsOf(await inviteMembers(lab.inviter, { emails: many(2) }))).toEqual([
      "budget_spent",
      "budget_spent",
    ]);
    const { page } = await listMembersPage(lab.inviter, memberQuery.parse({ search: first }));
    const choice = { invitationId: page.rows[0]?.id ?? "" };
    expect((await withdrawInvitation(lab.inviter, choice)).ok).toBe(true);
    expect(verdictsOf(await inviteMembers(lab.inviter, { emails: [first] }))).toEqual(["budget_spent"]);
  });

  test("counts what is sent again", async () => {
    const lab = await makeLab();
    await spendAll(lab);
    const { page } = await listMembersPage(lab.inviter, memberQuery.parse({ status: "pending" }));
    const choice = { invitationId: page.rows[0]?.id ?? "" };
    const changes = await changesIn(lab.workspaceId, async () => {
      expect(await resendInvitation(lab.inviter, choice)).toMatchObject({
        refusal: { code: "limited", message: expect.stringMatching(/100 invitations/) },
      });
    });
    expect(changes).toEqual([]);
    expect((await copyInvitationLink(lab.inviter, choice)).ok).toBe(true);
  });

  test("stops no other inviter, workspace or day", async () => {
    const lab = await makeLab();
    await spendAll(lab);
    const colleague = await makePerson("Cy");
    await joinAsAdmin(lab.workspaceId, colleague);
    const place = { workspaceId: lab.workspaceId, workspaceName: "Lab", role: "admin" } as const;
    const other = actingAs("members.manage", colleague, place);
    expect(verdictsOf(await inviteMembers(other, { emails: many(1) }))).toEqual(["invited"]);
    const second = await makeWorkspace(lab.owner, "Studio");
    const elsewhere = actingAs("members.manage", lab.owner, { workspaceId: second });
    expect(verdictsOf(await inviteMembers(elsewhere, { emails: many(1) }))).toEqual(["invited"]);
    const ofLab = eq(invitationBudgets.workspaceId, lab.workspaceId);
    const yesterday = budgetDay(new Date(Date.now() - 86_400_000));
    await db().update(invitationBudgets).set({ day: yesterday }).where(ofLab);
    expect(verdictsOf(await inviteMembers(lab.inviter, { emails: many(1) }))).toEqual(["invited"]);
  });

  test("of two requests at the same time the second gets what the first left", async () => {
    const lab = await makeLab();
    await inviteMembers(lab.inviter, { emails: many(50) });
    await inviteMembers(lab.inviter, { emails: many(20) });
    const both = await Promise.all([1, 2].map(() => inviteMembers(lab.inviter, { emails: many(20) })));
    const invited = both.flatMap(verdictsOf).filter((verdict) => verdict === "invited");
    expect(invited).toHaveLength(30);
  });
});

test("a user whose own address is not proven sends no mail, and copies links", async () => {
  const lab = await makeLab();
  await unprove(lab.owner);
  expect(invitationMails(await findProfile(lab.owner.id))).toBe("unproven");
  const email = newEmail("partner.example");
  expect(await inviteMembers(lab.inviter, { emails: [email] })).toMatchObject({
    value: { emails: [{ verdict: "invited", mailed: false, link: expect.any(String) }] },
  });
  expect(await db().$count(mails, eq(mails.recipient, email))).toBe(0);
  const { page } = await listMembersPage(lab.inviter, memberQuery.parse({ search: email }));
  const choice = { invitationId: page.rows[0]?.id ?? "" };
  const changes = await changesIn(lab.workspaceId, async () => {
    expect(await resendInvitation(lab.inviter, choice)).toMatchObject({ refusal: { code: "forbidden" } });
    const unknown = { invitationId: newId() };
    expect(await resendInvitation(lab.inviter, unknown)).toMatchObject({ refusal: { code: "not_found" } });
  });
  expect(changes).toEqual([]);
});
