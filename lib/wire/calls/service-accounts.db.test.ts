import { describe, expect, test } from "vitest";
import { countAuditEvents, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { basic, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { makeServiceAccount, writeServiceAccountVault } from "@/db/testing/factories/service-account";
import { actAs, actingAs } from "@/db/testing/factories/session";
import { writeVault } from "@/db/testing/factories/vault";
import { join } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeTask } from "@/db/testing/resources";
import { changesIn } from "@/db/testing/rows";
import { revokeCredentials } from "@/lib/operations/credentials/credentials";
import { removeMember } from "@/lib/operations/workspace/members";
import { deleteServiceAccount, editServiceAccount } from "@/lib/operations/workspace/service-accounts";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, makeCaller, type Sending } from "@/lib/tooling/wire-client";

openTestDatabase();
const { call, dataOf } = callsOf(
  openTestServer(async (_, response) => {
    response.end();
  }),
);

function readClaims(token: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString());
}

describe("a service account", () => {
  test.each([
    [{ mayImpersonate: true }, 2],
    [{ mayImpersonate: false }, 1],
    [{ mayImpersonate: false, admin: true }, 1],
    [{ mayImpersonate: true, admin: true }, 2],
  ])("of %j says type %i, and no role but user", async (wanted, type) => {
    const { person, workspaceId } = await makeCaller();
    const account = await makeServiceAccount({ account: person, workspaceId }, wanted);
    expect(readClaims((await dataOf(account.key, "auth.login")).token)).toMatchObject({
      tenant: workspaceId,
      identity: { user: account.id, user_name: "Trainers", role: "user", service_account_type: type },
    });
  });

  test("manages its own credentials, and is refused at the next call once it is deleted", async () => {
    const { person, workspaceId } = await makeCaller();
    const account = await makeServiceAccount({ account: person, workspaceId });
    const { credentials } = await dataOf(account.key, "auth.create_credentials", { body: { label: "CI" } });
    const second = credentials as { access_key: string; secret_key: string };
    const token = String((await dataOf(account.key, "auth.login")).token);
    const manager = actingAs("service_accounts.manage", person, { workspaceId });
    expect(await deleteServiceAccount(manager, { accountId: account.id })).toMatchObject({ ok: true });
    for (const login of [account.key.basic, basic(second.access_key, second.secret_key)]) {
      expectEnvelope(await call({ ...account.key, basic: login }, "auth.login"), {
        code: "401/22",
        name: "auth.login",
      });
    }
    expectEnvelope(await call(account.key, "users.get_current_user", { bearer: token }), {
      code: "401/30",
      name: "users.get_current_user",
    });
  });
});

describe("a service account that runs a task as its owner", () => {
  async function makeAgent(wanted: { mayImpersonate?: boolean; admin?: boolean } = { mayImpersonate: true }) {
    const { person: admin, workspaceId } = await makeCaller("Olga Owner");
    const owner = await makePerson("Max Member");
    await join(workspaceId, owner);
    await writeVault({ account: owner, workspaceId }, "of.max = true\n");
    const account = await makeServiceAccount({ account: admin, workspaceId }, wanted);
    const bearer = String((await dataOf(account.key, "auth.login")).token);
    const impersonate = (userId: string, sending: Sending = { bearer }) =>
      call(account.key, "auth.login", { ...sending, headers: { "X-Clearml-Impersonate-As": userId } });
    const drawToken = async () =>
      String(expectEnvelope(await impersonate(owner.id), { code: "200/0", name: "auth.login" }).token);
    return { admin, owner, workspaceId, account, bearer, impersonate, drawToken };
  }

  test("gets a token of the owner’s, which reads the owner’s vault and names the service account", async () => {
    const { owner, workspaceId, account, drawToken } = await makeAgent();
    const token = await drawToken();
    const claims = readClaims(token);
    expect(claims).toMatchObject({
      tenant: workspaceId,
      credential: account.key.accessKey,
      impersonated_by: account.id,
      identity: { user: owner.id, user_name: "Max Member", role: "user" },
    });
    expect(claims.identity).not.toHaveProperty("service_account_type");
    const sending = { bearer: token };
    expect((await dataOf(account.key, "users.get_vaults", sending)).vaults).toMatchObject([
      { scope: "user", data: expect.stringContaining("max") },
    ]);
    expect((await dataOf(account.key, "users.get_vaults")).vaults).toEqual([]);
    expect((await dataOf(account.key, "users.get_current_user", sending)).user).toMatchObject({
      id: owner.id,
    });
    expect(await dataOf(account.key, "users.get_preferences", sending)).toHaveProperty("preferences");
    const again = (await dataOf(account.key, "auth.login", sending)).token;
    expect(readClaims(again)).toMatchObject({ impersonated_by: account.id, identity: { user: owner.id } });
  });

  test("leaves an entry for each token that it draws as somebody else, and none for its own", async () => {
    const { owner, workspaceId, account, drawToken } = await makeAgent();
    const countOf = () => countAuditEvents(workspaceId);
    const before = await countOf();
    await dataOf(account.key, "auth.login");
    expect(await countOf()).toBe(before);
    const token = await drawToken();
    expect(await lastAuditEvent(workspaceId, "credentials.impersonated")).toMatchObject({
      actorUserId: account.id,
      via: "credentials",
      accessKey: account.key.accessKey,
      targetId: owner.id,
      targetName: owner.email,
    });
    await dataOf(account.key, "users.get_current_user", { bearer: token });
    expect(await countOf()).toBe(before + 1);
    await dataOf(account.key, "auth.login", { bearer: token });
    expect(await countOf()).toBe(before + 2);
  });

  test.each([
    ["auth.create_credentials", { label: "kept for later" }],
    ["auth.get_credentials", {}],
    ["auth.edit_credentials", { label: "mine" }],
    ["auth.revoke_credentials", {}],
    ["users.set_preferences", { preferences: { mine: true } }],
  ])("may not call %s for the owner", async (name, body) => {
    const { owner, workspaceId, account, drawToken } = await makeAgent();
    const key = await makeCredentials({ account: owner, workspaceId });
    const bearer = await drawToken();
    const changes = await changesIn(owner, async () => {
      const received = await call(account.key, name, {
        bearer,
        body: { access_key: key.accessKey, ...body },
      });
      expectEnvelope(received, { code: "401/1", name });
    });
    expect(changes).toEqual([]);
    expect(await dataOf(key, "auth.login")).toHaveProperty("token");
  });

  test.each<[string, (agent: Awaited<ReturnType<typeof makeAgent>>) => Promise<unknown>]>([
    [
      "the credential is revoked",
      ({ admin, workspaceId, account }) =>
        revokeCredentials(actingAs("credentials.manage_own", admin, { workspaceId }), {
          accessKey: account.key.accessKey,
        }),
    ],
    [
      "the service account is deleted",
      ({ admin, workspaceId, account }) =>
        deleteServiceAccount(actingAs("service_accounts.manage", admin, { workspaceId }), {
          accountId: account.id,
        }),
    ],
    [
      "impersonation is taken away",
      ({ admin, workspaceId, account }) =>
        editServiceAccount(actingAs("service_accounts.manage", admin, { workspaceId }), {
          accountId: account.id,
          name: "Trainers",
          mayImpersonate: false,
          mayAskDecisions: false,
          admin: false,
          seen: { name: "Trainers", mayImpersonate: true, mayAskDecisions: false, admin: false },
        }),
    ],
    [
      "the owner leaves the workspace",
      ({ admin, workspaceId, owner }) =>
        removeMember(actingAs("members.manage", admin, { workspaceId }), { userId: owner.id }),
    ],
  ])("loses it at the next call when %s", async (_, end) => {
    const agent = await makeAgent();
    const bearer = await agent.drawToken();
    expect(await end(agent)).toMatchObject({ ok: true });
    for (const name of ["users.get_vaults", "auth.login"]) {
      expectEnvelope(await call(agent.account.key, name, { bearer }), { code: "401/30", name });
    }
  });

  test("may have another service account as the owner, without its power over the workspace", async () => {
    const { admin, owner, workspaceId, account, impersonate } = await makeAgent();
    const place = { account: admin, workspaceId };
    const job = await makeServiceAccount(place, { name: "CI", admin: true, mayImpersonate: true });
    await writeServiceAccountVault(place, job.id, ["of.job = true\n"]);
    const drawn = expectEnvelope(await impersonate(job.id), { code: "200/0", name: "auth.login" });
    const bearer = String(drawn.token);
    expect(readClaims(bearer)).toMatchObject({ impersonated_by: account.id, identity: { user: job.id } });
    expect((await dataOf(account.key, "users.get_vaults", { bearer })).vaults).toMatchObject([
      { data: expect.stringContaining("job") },
    ]);
    const open = await makeTask(workspaceId, owner);
    await dataOf(account.key, "tasks.edit", { bearer, body: { task: open, comment: "Run" } });
    await closeWorkspace(workspaceId);
    const edit = { bearer, body: { task: open, comment: "Closed" } };
    expect((await call(account.key, "tasks.edit", edit)).status).toBe(400);
    await dataOf(job.key, "tasks.edit", { body: edit.body });
    const onwards = await call(account.key, "auth.login", {
      bearer,
      headers: { "X-Clearml-Impersonate-As": owner.id },
    });
    expectEnvelope(onwards, { code: "400/6", name: "auth.login" });
    await actAs(place, "service_accounts.manage", (actor) =>
      deleteServiceAccount(actor, { accountId: job.id }),
    );
    expectEnvelope(await call(account.key, "auth.login", { bearer }), { code: "401/30", name: "auth.login" });
  });

  test("is refused for anyone who is not a member of its workspace", async () => {
    const { admin, account, impersonate } = await makeAgent();
    const stranger = await makePerson();
    for (const userId of [stranger.id, "nobody", "0".repeat(32), "a\u00ff"]) {
      expectEnvelope(await impersonate(userId), { code: "400/6", name: "auth.login" });
    }
    const direct = await call(account.key, "users.get_vaults", {
      headers: { "X-Clearml-Impersonate-As": admin.id },
    });
    expectEnvelope(direct, { code: "400/6", name: "users.get_vaults" });
  });

  test.each([{ mayImpersonate: false }, { mayImpersonate: false, admin: true }])(
    "is refused without the right to, of %j",
    async (wanted) => {
      const { owner, impersonate, account } = await makeAgent(wanted);
      for (const sending of [undefined, {}]) {
        expectEnvelope(await impersonate(owner.id, sending), { code: "400/6", name: "auth.login" });
      }
      expect(await dataOf(account.key, "auth.login")).toHaveProperty("token");
    },
  );

  test("by a person’s token can’t go on to a third", async () => {
    const { admin, account, drawToken } = await makeAgent();
    const bearer = await drawToken();
    const received = await call(account.key, "auth.login", {
      bearer,
      headers: { "X-Clearml-Impersonate-As": admin.id },
    });
    expectEnvelope(received, { code: "400/6", name: "auth.login" });
  });
});
