import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { listIdentities } from "@/db/reads/identities";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { users } from "@/db/schema/accounts";
import { sessions } from "@/db/schema/sessions";
import { blockAudit, countAuditEvents, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makeInvitation } from "@/db/testing/factories/invitation";
import { makePerson, newEmail, setPassword, type TestPerson, unprove } from "@/db/testing/factories/person";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { ensureInstallation } from "@/db/writes/installation";
import type { Identity } from "@/lib/core/account/identity";
import { newId, newToken } from "@/lib/server/crypto";
import { settings } from "@/lib/server/env";
import { removeAccount } from "../account/administration";
import { createCredentials } from "../credentials/credentials";
import { disconnectIdentity, enterByIdentity, listOwnIdentities, mayConnectIdentity } from "./identities";
import { signInWithPassword } from "./sign-in";

const provider = (key: string) => ({
  [`STEWARD_OIDC_${key}_ISSUER`]: "https://id.example.com",
  [`STEWARD_OIDC_${key}_CLIENT_ID`]: "steward",
  [`STEWARD_OIDC_${key}_CLIENT_SECRET`]: "secret",
});

beforeAll(() => {
  Object.assign(process.env, provider("CORP"), provider("OTHER"), {
    STEWARD_OIDC_CORP_NAME: "Corporate ID",
    STEWARD_OIDC_CORP_DOMAINS: "corp.example",
  });
});
openTestDatabase();
beforeAll(async () => {
  await ensureInstallation(newToken(), new Date());
});

const device = { ip: "192.0.2.7", userAgent: "Test" };
const alone = { linker: undefined, device };

function identityOf(email: string | null, claim: Identity["claim"] = "verified"): Identity {
  return { subject: newId(), name: "Nia New", email, claim };
}

async function inviteSomebody(): Promise<string> {
  const account = await makePerson("Olga");
  const email = newEmail();
  await makeInvitation({ account, workspaceId: await makeWorkspace(account) }, email);
  return email;
}

const asLinker = (person: TestPerson) => ({ linker: actingAs("profile.edit", person), device });

async function makeConnected() {
  const person = await makePerson();
  const identity = identityOf("elsewhere@example.com", "unverified");
  expect(await enterByIdentity("corp", identity, asLinker(person))).toEqual({ as: "connected" });
  const choice = { provider: "corp", subject: identity.subject };
  return { person, identity, choice, actor: actingAs("profile.edit", person) };
}

test("an identity opens nothing where its provider’s name leads to another issuer by now", async () => {
  const { person, identity, choice, actor } = await makeConnected();
  const configured = settings().identityProviders.find(({ id }) => id === "corp");
  if (!configured) throw new Error("the provider is not configured");
  const { issuer } = configured;
  configured.issuer = "https://id.elsewhere.example";
  try {
    expect(await enterByIdentity("corp", { ...identity, email: null }, alone)).toMatchObject({
      as: "refused",
    });
    expect(await listOwnIdentities(actor)).toMatchObject([{ ...choice, isConfigured: false }]);
    const newcomer = await makePerson();
    expect(await enterByIdentity("corp", identity, asLinker(newcomer))).toEqual({ as: "connected" });
  } finally {
    configured.issuer = issuer;
  }
  expect(await enterByIdentity("corp", identity, alone)).toMatchObject({
    as: "signed_in",
    session: { userId: person.id },
  });
});

describe("connecting an identity", () => {
  test("begins from a fresh session alone, at a provider that is configured", async () => {
    const person = await makePerson();
    const actor = actingAs("profile.edit", person);
    expect(await mayConnectIdentity(actor, { provider: "corp" })).toEqual({ ok: true, value: undefined });
    expect(await mayConnectIdentity(actor, { provider: "gone" })).toMatchObject({
      refusal: { code: "not_found" },
    });
    const old = new Date(Date.now() - 16 * 60_000);
    await db().update(sessions).set({ createdAt: old }).where(eq(sessions.id, person.sessionId));
    expect(await mayConnectIdentity(actor, { provider: "corp" })).toMatchObject({
      refusal: { code: "forbidden", message: expect.stringMatching(/sign in again/) },
    });
  });

  test("comes to nothing where the session has ended meanwhile", async () => {
    const person = await makePerson();
    await db().delete(sessions).where(eq(sessions.userId, person.id));
    const changes = await changesIn(person, async () => {
      expect(await enterByIdentity("corp", identityOf(null), asLinker(person))).toEqual({
        as: "refused",
        problem: "session_ended",
      });
    });
    expect(changes).toEqual([]);
  });
});

describe("an identity that nobody knows", () => {
  test("makes an account where an invitation waits, and opens it again", async () => {
    const identity = identityOf(await inviteSomebody());
    const first = await enterByIdentity("corp", identity, alone);
    if (first.as !== "signed_in") throw new Error(first.as);
    const { userId, email } = first.session;
    const personalId = await findPersonalWorkspaceId(userId);
    if (!personalId) throw new Error("no personal workspace");
    expect(await lastAuditEvent(personalId, "account.created")).toMatchObject({
      after: { by: "identity_provider", provider: "corp", emailProven: true },
    });
    expect(await findProfile(userId)).toMatchObject({
      name: "Nia New",
      email: identity.email,
      emailProvenAt: expect.any(Date),
      hasPassword: false,
      passwordChangedAt: null,
    });
    const [session] = await db().select().from(sessions).where(eq(sessions.id, first.session.sessionId));
    expect(session).toMatchObject({ userId, provider: "corp", ip: "192.0.2.7", userAgent: "Test" });
    expect(await lastAuditEvent(personalId, "account.identity_connected")).toMatchObject({
      targetId: userId,
      via: "sign_in",
      after: { provider: "corp", email },
    });
    expect(await lastAuditEvent(personalId, "session.started")).toMatchObject({
      after: { provider: "corp" },
    });

    const again = await enterByIdentity("corp", { ...identity, email: null, claim: "missing" }, alone);
    expect(again).toMatchObject({ as: "signed_in", session: { userId } });
    expect(await signInWithPassword({ email, password: "anything at all" }, device)).toMatchObject({
      ok: false,
    });
  });

  test("creates one account when it comes twice at the same time", async () => {
    const identity = identityOf(await inviteSomebody());
    const answers = await Promise.all([1, 2].map(() => enterByIdentity("corp", identity, alone)));
    const userIds = answers.map((answer) => answer.as === "signed_in" && answer.session.userId);
    expect(userIds[0]).toEqual(expect.any(String));
    expect(userIds[1]).toBe(userIds[0]);
  });

  test("is a stranger at another provider that gives the same subject", async () => {
    const identity = identityOf(await inviteSomebody());
    await enterByIdentity("corp", identity, alone);
    expect(await enterByIdentity("other", identity, alone)).toEqual({
      as: "refused",
      problem: "account_exists",
    });
  });

  test.each([
    ["a stranger", () => identityOf(newEmail()), "not_invited"],
    ["somebody without an address", () => identityOf(null, "missing"), "no_email"],
  ])("is refused for %s, and nothing is kept of it", async (_, make, problem) => {
    const identity = make();
    expect(await enterByIdentity("corp", identity, alone)).toEqual({ as: "refused", problem });
    expect(await rowsWith(identity.subject)).toEqual([]);
    if (identity.email) expect(await findAccountByEmail(identity.email)).toBeUndefined();
  });

  test("is refused where the address is invited but not verified", async () => {
    const identity = identityOf(await inviteSomebody(), "unverified");
    expect(await enterByIdentity("corp", identity, alone)).toEqual({
      as: "refused",
      problem: "unverified_email",
    });
    expect(await rowsWith(identity.subject)).toEqual([]);
  });

  test("opens a proven account by its address only at the owner of the domain", async () => {
    const person = await makePerson();
    const email = newEmail("corp.example");
    await db().update(users).set({ email }).where(eq(users.id, person.id));
    for (const [name, claim, problem] of [
      ["other", "verified", "account_exists"],
      ["corp", "unverified", "unverified_email"],
    ] as const) {
      const changes = await changesIn(person, async () => {
        expect(await enterByIdentity(name, identityOf(email, claim), alone)).toEqual({
          as: "refused",
          problem,
        });
      });
      expect(changes).toEqual([]);
    }
    const own = identityOf(person.email);
    expect(await enterByIdentity("corp", own, alone)).toMatchObject({ as: "refused" });
    const answer = await enterByIdentity("corp", identityOf(email), alone);
    expect(answer).toMatchObject({ as: "signed_in", session: { userId: person.id } });
    expect(await lastAuditEvent(person.personalId, "account.identity_connected")).toMatchObject({
      after: { provider: "corp", email },
    });
  });

  test("takes an account over that never proved the address, with every way in that it had", async () => {
    const person = await makePerson();
    await unprove(person);
    await setPassword(person, "the squatter’s password");
    const { sessionId } = person;
    await enterByIdentity("other", identityOf("squatter@example.com"), asLinker(person));
    const wanted = { label: "", expires: "never", date: "" } as const;
    await createCredentials(actingAs("credentials.manage_own", person), wanted);

    const answer = await enterByIdentity("corp", identityOf(person.email), alone);
    expect(answer).toMatchObject({ as: "signed_in", session: { userId: person.id } });
    expect(await findProfile(person.id)).toMatchObject({
      emailProvenAt: expect.any(Date),
      hasPassword: false,
    });
    expect((await listIdentities(person.id)).map((row) => row.provider)).toEqual(["corp"]);
    expect(await rowsWith(sessionId)).toEqual([]);
    expect(await lastAuditEvent(person.personalId, "account.email_proven")).toMatchObject({
      after: { endedSessions: 1, revokedCredentials: 1 },
    });
  });
});

describe("connecting from a session", () => {
  test("adds a way in whatever the address, and is audited as that session’s doing", async () => {
    const { person, identity } = await makeConnected();
    expect(await lastAuditEvent(person.personalId, "account.identity_connected")).toMatchObject({
      actorUserId: person.id,
      via: "session",
      after: { provider: "corp", email: "elsewhere@example.com" },
    });
    expect(await findProfile(person.id)).toMatchObject({ email: person.email });
    const answer = await enterByIdentity("corp", identity, alone);
    expect(answer).toMatchObject({ as: "signed_in", session: { userId: person.id } });
  });

  test("is done already where it is one’s own, and refused where it is somebody else’s", async () => {
    const { person, identity } = await makeConnected();
    const changes = await changesIn(person, async () => {
      expect(await enterByIdentity("corp", identity, asLinker(person))).toEqual({ as: "connected" });
      const other = await makePerson("Olaf");
      const audited = await countAuditEvents(other.personalId);
      expect(await enterByIdentity("corp", identity, asLinker(other))).toEqual({
        as: "refused",
        problem: "connected_elsewhere",
      });
      expect(await listIdentities(other.id)).toEqual([]);
      expect(await countAuditEvents(other.personalId)).toBe(audited);
    });
    expect(changes).toEqual([]);
  });

  test("of an address that the account has not proven starts the account over", async () => {
    const person = await makePerson();
    await unprove(person);
    await setPassword(person, "a password from before");
    const sessionId = await makeSession(person);
    const answer = await enterByIdentity("corp", identityOf(person.email), asLinker(person));
    expect(answer).toMatchObject({ as: "signed_in", session: { userId: person.id } });
    expect(await findProfile(person.id)).toMatchObject({
      emailProvenAt: expect.any(Date),
      hasPassword: false,
    });
    expect(await rowsWith(sessionId)).toEqual([]);
  });

  test("leaves nothing where it can’t be audited", async () => {
    const person = await makePerson();
    await blockAudit(person.personalId);
    const identity = identityOf("x@example.com");
    await expect(enterByIdentity("corp", identity, asLinker(person))).rejects.toThrow();
    expect(await listIdentities(person.id)).toEqual([]);
  });
});

describe("disconnecting", () => {
  test("ends sign-in immediately", async () => {
    const { person, identity, choice, actor } = await makeConnected();
    await setPassword(person, "a way in that stays");
    expect(await listOwnIdentities(actor)).toMatchObject([
      { providerName: "Corporate ID", isConfigured: true },
    ]);
    expect(await disconnectIdentity(actor, choice)).toEqual({
      ok: true,
      value: { providerName: "Corporate ID" },
    });
    expect(await enterByIdentity("corp", identity, alone)).toMatchObject({ as: "refused" });
    expect(await lastAuditEvent(person.personalId, "account.identity_disconnected")).toMatchObject({
      targetId: person.id,
      before: { provider: "corp", email: "elsewhere@example.com" },
    });
    expect(await disconnectIdentity(actor, choice)).toMatchObject({ refusal: { code: "not_found" } });
  });

  test("is refused for somebody else, and for the only way in", async () => {
    const { person, choice, actor } = await makeConnected();
    const stranger = actingAs("profile.edit", await makePerson("Sam"));
    const changes = await changesIn(person, async () => {
      expect(await disconnectIdentity(stranger, choice)).toMatchObject({ refusal: { code: "not_found" } });
      expect(await disconnectIdentity(actor, choice)).toMatchObject({ refusal: { code: "conflict" } });
    });
    expect(changes).toEqual([]);
  });

  test("counts another provider as a way in only while it is configured", async () => {
    const { person, choice, actor } = await makeConnected();
    await enterByIdentity("gone", identityOf("x@example.com"), asLinker(person));
    expect(await disconnectIdentity(actor, choice)).toMatchObject({ refusal: { code: "conflict" } });
    await enterByIdentity("other", identityOf("x@example.com"), asLinker(person));
    expect(await disconnectIdentity(actor, choice)).toMatchObject({ ok: true });
  });
});

test("an account that is removed takes its identities with it", async () => {
  const { person, identity } = await makeConnected();
  expect(await removeAccount(person.email)).toMatchObject({ ok: true });
  expect(await rowsWith(identity.subject)).toEqual([]);
  expect(await enterByIdentity("corp", identity, alone)).toMatchObject({ as: "refused" });
});
