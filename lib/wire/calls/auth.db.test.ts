import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { apiCredentials } from "@/db/schema/credentials";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { basic, type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import { limitCredentials } from "@/lib/operations/workspace/workspaces";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller, type Sending } from "@/lib/tooling/wire-client";

openTestDatabase();
/** Uses are stored after the response, so the test waits for them. */
const patiently = { timeout: 10_000 };
const { call, dataOf } = callsOf(
  openTestServer(async (_, response) => {
    response.end();
  }),
);

async function claimsOf(key: Key, sending?: Sending): Promise<Record<string, unknown>> {
  const { token } = await dataOf(key, "auth.login", sending);
  const parts = String(token).split(".");
  expect(parts).toHaveLength(3);
  return JSON.parse(Buffer.from(parts[1] ?? "", "base64url").toString());
}

describe("auth.login", () => {
  test("gives a token whose claims turn on what clients need", async () => {
    const { key, person, workspaceId } = await makeCaller("Ada Lovelace");
    const issued = Math.floor(Date.now() / 1000);
    const claims = await claimsOf(key);
    expect(claims).toMatchObject({
      api_version: "2.34",
      server_version: "2.3.0",
      feature_set: "advanced",
      auth_type: "Bearer",
      tenant: workspaceId,
      identity: {
        user: person.id,
        user_name: "Ada Lovelace",
        company: workspaceId,
        company_name: "Lab",
        role: "user",
      },
    });
    expect(Math.abs(Number(claims.exp) - issued - 30 * 86_400)).toBeLessThan(10);
    expect(claims.identity).not.toHaveProperty("service_account_type");
    expect(JSON.stringify(claims)).not.toContain(key.secret);
  });

  test.each([
    ["in the query", { query: "?expiration_sec=3600" }],
    ["in the body", { body: { expiration_sec: 3600 } }],
  ])("may be asked for a lifetime %s", async (_, sending) => {
    const claims = await claimsOf((await makeCaller()).key, sending);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3_600);
  });

  test("gives a year at most", async () => {
    const { key } = await makeCaller();
    const claims = await claimsOf(key, { body: { expiration_sec: 365 * 86_400 } });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(365 * 86_400);
  });

  test.each([365 * 86_400 + 1, 0, -1, 1.5, "3600", true, [3600], {}])(
    "of %j seconds is 400/12",
    async (seconds) => {
      const { key } = await makeCaller();
      const received = await call(key, "auth.login", { body: { expiration_sec: seconds } });
      expectEnvelope(received, { code: "400/12", name: "auth.login", message: /expiration_sec/ });
    },
  );

  test("by a token gives another, that is no way around the key's end", async () => {
    const { key } = await makeCaller();
    const { token } = await dataOf(key, "auth.login");
    const next = await dataOf(key, "auth.login", { bearer: String(token) });
    expect(await dataOf(key, "users.get_current_user", { bearer: String(next.token) })).toHaveProperty(
      "user",
    );
    await dataOf(key, "auth.revoke_credentials", { body: { access_key: key.accessKey } });
    for (const bearer of [String(token), String(next.token)]) {
      expectEnvelope(await call(key, "auth.login", { bearer }), { code: "401/30", name: "auth.login" });
    }
  });
});

describe("speaking for somebody else", () => {
  test.each(["auth.login", "users.get_vaults", "users.get_current_user", "auth.create_credentials"])(
    "is refused by %s, and nothing is done",
    async (name) => {
      const { key, person, workspaceId } = await makeCaller();
      const other = await makePerson();
      await join(workspaceId, other);
      const changes = await changesIn(other, async () => {
        for (const header of ["X-Clearml-Impersonate-As", "X-Clearml-Act-As"]) {
          const received = await call(key, name, { headers: { [header]: other.id } });
          expectEnvelope(received, { code: "400/6", name, message: /^Impersonation error/ });
        }
        const both = { "X-Clearml-Impersonate-As": person.id, "X-Clearml-Act-As": person.id };
        expectEnvelope(await call(key, name, { headers: both }), { code: "400/5", name });
        const elsewhere = await call(key, name, { headers: { "X-Clearml-Tenant": other.personalId } });
        expectEnvelope(elsewhere, { code: "401/22", name });
      });
      expect(changes).toEqual([]);
      const [kept] = await db().select().from(apiCredentials).where(eq(apiCredentials.userId, person.id));
      expect(kept?.accessKey).toBe(key.accessKey);
    },
  );

  test("is not what naming oneself and one's own workspace is", async () => {
    const { key, person, workspaceId } = await makeCaller();
    const headers = { "X-Clearml-Impersonate-As": person.id, "X-Clearml-Tenant": workspaceId };
    expect(await dataOf(key, "auth.login", { headers })).toHaveProperty("token");
  });
});

describe("where the workspace limits the life of credentials", () => {
  const daysOf = async (accessKey: unknown) => {
    const [row] = await db()
      .select()
      .from(apiCredentials)
      .where(eq(apiCredentials.accessKey, String(accessKey)));
    return row?.expiresAt && Math.round((row.expiresAt.getTime() - row.createdAt.getTime()) / 86_400_000);
  };

  test("a program of who administers nothing gets the latest end, an admin’s none", async () => {
    const { person, key, workspaceId } = await makeCaller();
    const member = await makePerson();
    await join(workspaceId, member);
    const memberKey = await makeCredentials({ account: member, workspaceId });
    const account = await makeServiceAccount({ account: person, workspaceId }, { admin: true });
    const limiter = actingAs("credentials.limit", person, { workspaceId });
    await limitCredentials(limiter, { days: 60, seen: null });
    const ends = [];
    for (const caller of [key, memberKey, account.key]) {
      const { credentials } = await dataOf(caller, "auth.create_credentials");
      ends.push(await daysOf((credentials as { access_key: string }).access_key));
    }
    expect(ends).toEqual([null, 60, 60]);
  });
});

describe("credentials", () => {
  test("are created, listed, relabeled and revoked", async () => {
    const { key, person, workspaceId } = await makeCaller();
    const { credentials } = await dataOf(key, "auth.create_credentials", { body: { label: "CI" } });
    const { access_key, secret_key, label, ...rest } = credentials as Record<string, string>;
    expect([label, rest]).toEqual(["CI", {}]);
    expect(
      await dataOf(
        { accessKey: "", secret: "", basic: basic(access_key ?? "", secret_key ?? "") },
        "auth.login",
      ),
    ).toHaveProperty("token");
    expect(await lastAuditEvent(workspaceId, "credentials.created")).toMatchObject({
      actorUserId: person.id,
      via: "credentials",
      accessKey: key.accessKey,
      targetId: access_key,
    });
    expect(await dataOf(key, "auth.edit_credentials", { body: { access_key, label: "Nightly" } })).toEqual({
      updated: 1,
    });
    const listed = await dataOf(key, "auth.get_credentials");
    const about = (listed.credentials as Record<string, unknown>[]).find(
      (one) => one.access_key === access_key,
    );
    expect(about).toMatchObject({ access_key, label: "Nightly" });
    expect(Object.keys(about ?? {}).sort()).toEqual(["access_key", "label", "last_used", "last_used_from"]);
    expect(await dataOf(key, "auth.revoke_credentials", { body: { access_key } })).toEqual({ revoked: 1 });
    const gone = await call({ ...key, basic: basic(access_key ?? "", secret_key ?? "") }, "auth.login");
    expectEnvelope(gone, { code: "401/22", name: "auth.login" });
  });

  test.each([{}, { label: null }, { label: "" }])("may be created with %j for a label", async (body) => {
    const { key } = await makeCaller();
    expect((await dataOf(key, "auth.create_credentials", { body })).credentials).toMatchObject({ label: "" });
  });

  test.each([
    ["auth.edit_credentials", {}, "400/11", /access_key/],
    ["auth.revoke_credentials", {}, "400/11", /access_key/],
    ["auth.edit_credentials", { access_key: 5 }, "400/12", /access_key/],
    ["auth.edit_credentials", { access_key: "UNKNOWN", label: "x" }, "400/75", /no longer exist/],
    ["auth.edit_credentials", { access_key: "a\u0000b", label: "x" }, "400/75", /no longer exist/],
    ["auth.revoke_credentials", { access_key: "UNKNOWN" }, "400/300", /no longer exist/],
    ["auth.revoke_credentials", { access_key: "a\u0000b" }, "400/300", /no longer exist/],
    ["auth.create_credentials", { label: "x".repeat(101) }, "400/12", /100 characters/],
    ["auth.create_credentials", { label: "a\u0000b" }, "400/12", /invisible/],
    ["auth.create_credentials", { label: 7 }, "400/12", /label/],
  ])("%s of %j is %s", async (name, body, code, message) => {
    const { key, workspaceId } = await makeCaller();
    await dataOf(key, "auth.login");
    await expect
      .poll(async () => (await dataOf(key, "auth.get_credentials")).credentials, patiently)
      .toMatchObject([{ last_used: expect.any(String) }]);
    const changes = await changesIn(workspaceId, async () => {
      expectEnvelope(await call(key, name, { body }), { code, name, message });
    });
    expect(changes).toEqual([]);
  });

  test("of another workspace, and another member's, are not there", async () => {
    const { key, workspaceId } = await makeCaller();
    const member = await makePerson();
    await join(workspaceId, member);
    const others = [
      (await makeCaller()).key,
      await makeCredentials({ account: member, workspaceId: await makeWorkspace(member) }),
    ];
    for (const { accessKey } of others) {
      const sending = { body: { access_key: accessKey, label: "x" } };
      expectEnvelope(await call(key, "auth.edit_credentials", sending), {
        code: "400/75",
        name: "auth.edit_credentials",
      });
      expectEnvelope(await call(key, "auth.revoke_credentials", sending), {
        code: "400/300",
        name: "auth.revoke_credentials",
      });
    }
    const { credentials } = await dataOf(key, "auth.get_credentials");
    expect((credentials as { access_key: string }[]).map(({ access_key }) => access_key)).toEqual([
      key.accessKey,
    ]);
  });
});
