import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccountByEmail } from "@/db/reads/accounts";
import { mostMembershipsListed } from "@/db/reads/memberships";
import { users } from "@/db/schema/accounts";
import { memberships } from "@/db/schema/memberships";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, newEmail, setPassword } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { ensureInstallation } from "@/db/writes/installation";
import { readClaims } from "@/lib/core/account/identity";
import { signInAttempt } from "@/lib/core/account/inputs";
import { newSignUp } from "@/lib/core/account/links";
import { newId, newToken } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { inviteMembers } from "../invitations/invitations";
import { signInWithPassword } from "../sign-in/sign-in";
import { signUp } from "../sign-in/sign-up";
import { rewriteStoredEmails } from "./stored-emails";

beforeAll(() => {
  process.env.STEWARD_SIGN_UP = "open";
});
openTestDatabase({ alone: true });
beforeAll(async () => {
  await makePerson();
  await ensureInstallation(newToken(), new Date());
});

const password = "correct horse battery";
const device = { ip: null, userAgent: null };

const signIn = async (email: string) => {
  const attempt = signInAttempt.parse({ email, password });
  return (await signInWithPassword(attempt, device)).ok;
};

describe("one address, however it is written,", () => {
  const id = newId();
  const forms = [`jos\u00e9.${id}@B\u00dcCHER.example`, `JOSE\u0301.${id}@xn--bcher-kva.EXAMPLE`];

  test("makes one account, which each of them opens, and is invited and claimed as one", async () => {
    const [first = "", second = ""] = forms;
    const parsed = newSignUp.parse({ name: "Jos\u00e9", email: first, password });
    expect((await signUp(parsed, null)).ok).toBe(true);
    expect(await signUp(newSignUp.parse({ name: "Eve", email: second, password }), null)).toMatchObject({
      refusal: { code: "conflict" },
    });
    expect([await signIn(first), await signIn(second)]).toEqual([true, true]);
    const owner = await makePerson("Olga");
    const inviter = actingAs("members.manage", owner, { workspaceId: await makeWorkspace(owner) });
    expect(await inviteMembers(inviter, { emails: [first, second] })).toMatchObject({
      value: { emails: [{ verdict: "invited", email: parsed.email }, { verdict: "twice" }] },
    });
    expect(await inviteMembers(inviter, { emails: [second] })).toMatchObject({
      value: { emails: [{ verdict: "already_invited" }] },
    });
    expect(readClaims({ sub: "1", email: second })?.email).toBe(parsed.email);
  });
});

test("an address without a dot gets an account where the operator names its domain, and nowhere else", async () => {
  const [allowed, other] = [newEmail("corp"), newEmail("elsewhere")];
  settings().dotlessDomains = ["corp"];
  const wanted = (email: string) => newSignUp.parse({ name: "Ada", email, password });
  expect((await signUp(wanted(allowed), null)).ok).toBe(true);
  expect(await signUp(wanted(other), null)).toMatchObject({
    refusal: { code: "invalid", fields: { email: "This is not an e-mail address." } },
  });
  expect(await findAccountByEmail(other)).toBeUndefined();
});

describe("an account whose address is kept in an older form", () => {
  async function makeOld(email: string) {
    const person = await makePerson();
    await setPassword(person, password);
    const workspaceId = await makeWorkspace(await makePerson("Olga"));
    await join(workspaceId, person);
    await db().update(users).set({ email }).where(eq(users.id, person.id));
    return { ...person, workspaceId };
  }

  test("is rewritten at the start, in every workspace, and signs in with it", async () => {
    const id = newId();
    const person = await makeOld(`jose\u0301.${id}@b\u00fccher.example`);
    const email = `jos\u00e9.${id}@xn--bcher-kva.example`;
    expect(await rewriteStoredEmails()).toMatchObject({ rewritten: 1, left: [] });
    expect((await findAccountByEmail(email))?.id).toBe(person.id);
    const rows = await db().select().from(memberships).where(eq(memberships.userId, person.id));
    expect(new Set(rows.map((row) => row.email))).toEqual(new Set([email]));
    expect(await signIn(email)).toBe(true);
    expect(await lastAuditEvent(person.personalId, "account.email_rewritten")).toMatchObject({
      via: "server",
    });
    expect(await rewriteStoredEmails()).toEqual({ rewritten: 0, left: [] });
  });

  test("is written anew in more workspaces than any list shows", async () => {
    const person = await makeOld(`wide.${newId()}@b\u00fccher.example`);
    const owner = await makePerson("Olga");
    for (let made = 0; made < mostMembershipsListed; made += 1)
      await join(await makeWorkspace(owner), person);
    expect(await rewriteStoredEmails()).toMatchObject({ rewritten: 1 });
    const rows = await db().select().from(memberships).where(eq(memberships.userId, person.id));
    expect(rows).toHaveLength(mostMembershipsListed + 2);
    expect(rows.filter(({ email }) => !email?.endsWith("@xn--bcher-kva.example"))).toEqual([]);
  });

  test("stays where its present form is taken or refused, is named, and still opens", async () => {
    const id = newId();
    const taken = `${id}@xn--bcher-kva.example`;
    const holder = await makePerson();
    await db().update(users).set({ email: taken }).where(eq(users.id, holder.id));
    const refused = `stra\u00dfe.${id}@example.com`;
    await makeOld(refused);
    const collides = await makeOld(`${id}@b\u00fccher.example`);
    const found = await rewriteStoredEmails();
    expect(found.rewritten).toBe(0);
    expect(found.left.sort()).toEqual([`${id}@b\u00fccher.example`, refused].sort());
    expect(await signIn(refused)).toBe(true);
    expect((await findAccountByEmail(taken))?.id).toBe(holder.id);
    expect((await findAccountByEmail(`${id}@b\u00fccher.example`))?.id).toBe(collides.id);
  });
});
