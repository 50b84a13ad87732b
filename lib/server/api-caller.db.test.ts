import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db, inTransaction, pool } from "@/db/client";
import { apiCredentials, credentialUses } from "@/db/schema/credentials";
import { openTestDatabase } from "@/db/testing/database";
import { basic } from "@/db/testing/factories/credentials";
import { makePerson, type TestPerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { upsertCredentialUse } from "@/db/writes/credentials";
import { ensureInstallation } from "@/db/writes/installation";
import { deleteMembership } from "@/db/writes/memberships";
import { deleteWorkspace } from "@/db/writes/workspaces";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { resultOf } from "@/lib/entry/samples";
import { removeAccount } from "@/lib/operations/account/administration";
import { issueApiToken } from "@/lib/operations/credentials/api-tokens";
import { createCredentials, revokeCredentials } from "@/lib/operations/credentials/credentials";
import { actorOf, authenticate } from "./api-caller";
import { newAccessKey } from "./crypto";
import { signToken } from "./signed-token";

openTestDatabase();
/** Uses are stored after the response, so the test waits for them. */
const patiently = { timeout: 10_000 };
const start = new Date("2026-06-01T12:00:00Z");
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

let lastOctet = 0;
function newAddress(): string {
  lastOctet += 1;
  return `198.51.100.${lastOctet}`;
}

function present(authorization: string | undefined, ip = "192.0.2.1", worker?: string) {
  return authenticate({ authorization, ip, worker });
}

async function makeKey(person: TestPerson, workspaceId: WorkspaceId, expires: "never" | "30" = "never") {
  const actor = actingAs("credentials.manage_own", person, { workspaceId, role: "member" });
  const outcome = resultOf(await createCredentials(actor, { label: "", expires, date: "" }));
  const { accessKey, plaintextSecret } = outcome;
  const caller = await present(basic(accessKey, plaintextSecret));
  if ("problem" in caller) throw new Error(caller.problem);
  const found = await actorOf(caller);
  if (!found) throw new Error("The caller is nobody.");
  const token = await issueApiToken(caller, found);
  return {
    actor,
    accessKey,
    secret: plaintextSecret,
    caller,
    basic: basic(accessKey, plaintextSecret),
    bearer: `Bearer ${token}`,
  };
}

/** A member of a shared workspace with a key that has been used both ways, so that all that is kept of it is kept. */
async function makeMember(expires: "never" | "30" = "never") {
  const [owner, member] = [await makePerson(), await makePerson()];
  const workspaceId = await makeWorkspace(owner);
  await join(workspaceId, member);
  const key = await makeKey(member, workspaceId, expires);
  for (const authorization of [key.basic, key.bearer]) {
    expect(await present(authorization)).toMatchObject({
      userId: member.id,
      workspaceId,
      accessKey: key.accessKey,
    });
  }
  return { owner, member, workspaceId, key };
}
type Member = Awaited<ReturnType<typeof makeMember>>;

describe("a key and its token", () => {
  test.each<[string, (made: Member) => Promise<unknown>]>([
    ["is revoked", ({ key }) => revokeCredentials(key.actor, { accessKey: key.accessKey })],
    ["has expired", async () => vi.setSystemTime(start.getTime() + 30 * 86_400_000)],
    [
      "belongs to one who left",
      ({ workspaceId, member }) => inTransaction((tx) => deleteMembership(tx, workspaceId, member.id)),
    ],
    [
      "belongs to one whose account was removed",
      async ({ member }) => {
        await ensureInstallation("none", start);
        await removeAccount(member.email);
      },
    ],
    [
      "belongs to a workspace that is gone",
      ({ workspaceId }) => inTransaction((tx) => deleteWorkspace(tx, workspaceId)),
    ],
  ])("are refused at the next call once it %s", async (_, end) => {
    const made = await makeMember("30");
    await end(made);
    expect(await present(made.key.basic, newAddress())).toEqual({ problem: "invalid_credentials" });
    expect(await present(made.key.bearer)).toEqual({ problem: "invalid_token" });
  });

  test("are good to the last moment before its end", async () => {
    const { key } = await makeMember("30");
    vi.setSystemTime(start.getTime() + 30 * 86_400_000 - 1);
    expect(await present(key.basic)).not.toHaveProperty("problem");
  });

  test("are not touched by what ends another", async () => {
    const { key, member, workspaceId } = await makeMember();
    const other = await makeKey(member, workspaceId);
    await revokeCredentials(other.actor, { accessKey: other.accessKey });
    for (const authorization of [key.basic, key.bearer]) {
      expect(await present(authorization)).not.toHaveProperty("problem");
    }
  });

  test("speak for nobody else when the row is given to another member", async () => {
    const { key, owner } = await makeMember();
    await db()
      .update(apiCredentials)
      .set({ userId: owner.id })
      .where(eq(apiCredentials.accessKey, key.accessKey));
    expect(await present(key.bearer)).toEqual({ problem: "invalid_token" });
  });
});

describe("calls that arrive together", () => {
  test("are each answered for themselves, whatever the others present", async () => {
    const [one, other] = [await makeMember(), await makeMember()];
    const second = await makeKey(one.owner, one.workspaceId);
    const gone = await makeKey(one.member, one.workspaceId);
    await revokeCredentials(gone.actor, { accessKey: gone.accessKey });
    const usersOf = (answered: Awaited<ReturnType<typeof present>>[]) =>
      answered.map((caller) => ("problem" in caller ? caller.problem : caller.userId));
    const authorizations = [
      ...[one.key.basic, gone.bearer, second.bearer, other.key.basic],
      ...[basic(one.key.accessKey, second.secret), one.key.bearer, gone.basic],
    ];
    const callers = await Promise.all(authorizations.map((each) => present(each, newAddress())));
    expect(usersOf(callers)).toEqual([
      ...[one.member.id, "invalid_token", one.owner.id, other.member.id],
      ...["invalid_credentials", one.member.id, "invalid_credentials"],
    ]);
  });

  test("are read in one statement", async () => {
    const { key } = await makeMember();
    await present(key.basic);
    const asked: string[] = [];
    pool().options.debug = (_, text) => void asked.push(text);
    try {
      await Promise.all(Array.from({ length: 50 }, (_, at) => present(at % 2 ? key.bearer : key.basic)));
    } finally {
      pool().options.debug = false;
    }
    expect(asked.filter((text) => /select.*from api_credentials/s.test(text))).toHaveLength(1);
  });

  test("are read after a revocation that ended before they came, though another read is under way", async () => {
    const { key } = await makeMember();
    const earlier = present(key.bearer);
    const revoked = revokeCredentials(key.actor, { accessKey: key.accessKey });
    const meanwhile = Array.from({ length: 20 }, () => present(key.bearer));
    await revoked;
    expect(await present(key.bearer)).toEqual({ problem: "invalid_token" });
    await Promise.all([earlier, ...meanwhile]);
  });
});

describe("what is presented", () => {
  test.each<[string, (made: Member) => string | undefined, string]>([
    ["nothing", () => undefined, "no_credentials"],
    ["an empty header", () => "", "no_credentials"],
    ["another scheme", () => 'Digest username="x"', "bad_auth_type"],
    ["a word", () => "secret", "bad_auth_type"],
    ["a word that begins like a scheme", ({ key }) => key.basic.replace("Basic ", "Basicx"), "bad_auth_type"],
    ["Basic without a value", () => "Basic", "bad_credentials"],
    ["Basic with an empty value", () => "Basic ", "bad_credentials"],
    ["Basic that is no base64", () => "Basic a:b", "bad_credentials"],
    ["Basic without a colon", () => `Basic ${Buffer.from("nothing").toString("base64")}`, "bad_credentials"],
    ["Basic without a key", () => basic("", "secret"), "bad_credentials"],
    ["a wrong secret", ({ key }) => basic(key.accessKey, `${key.secret}x`), "invalid_credentials"],
    ["an empty secret", ({ key }) => basic(key.accessKey, ""), "invalid_credentials"],
    ["an unknown key", ({ key }) => basic(newAccessKey(), key.secret), "invalid_credentials"],
    ["a key that no key can be", ({ key }) => basic("a\u0000b", key.secret), "invalid_credentials"],
    [
      "the key in lower case",
      ({ key }) => basic(key.accessKey.toLowerCase(), key.secret),
      "invalid_credentials",
    ],
    ["Bearer without a token", () => "Bearer", "invalid_token"],
    ["a token that is none", () => "Bearer x.y.z", "invalid_token"],
    ["the secret as a token", ({ key }) => `Bearer ${key.secret}`, "invalid_token"],
    ["a token cut short", ({ key }) => key.bearer.slice(0, -1), "invalid_token"],
  ])("%s is refused", async (_, presented, problem) => {
    expect(await present(presented(await makeMember()), newAddress())).toEqual({ problem });
  });

  test("is read whatever the case of the scheme, and with spaces around it", async () => {
    const { key } = await makeMember();
    for (const authorization of [
      key.basic.replace("Basic", "bAsIc"),
      key.basic.replace("Basic", "Basic  "),
      key.bearer.replace("Bearer", "BEARER"),
    ]) {
      expect(await present(authorization)).not.toHaveProperty("problem");
    }
  });

  test("may be the token of somebody else only with their own key", async () => {
    const [one, other] = [await makeMember(), await makeMember()];
    const claims = {
      exp: start.getTime() / 1000 + 60,
      tenant: one.workspaceId,
      credential: one.key.accessKey,
    };
    const forged = [
      { ...claims, identity: { user: other.member.id } },
      { ...claims, tenant: other.workspaceId, identity: { user: one.member.id } },
      { ...claims, credential: other.key.accessKey, identity: { user: one.member.id } },
      { ...claims, identity: {} },
      { ...claims, tenant: undefined, identity: { user: one.member.id } },
      { ...claims, tenant: [one.workspaceId], identity: { user: one.member.id } },
    ];
    for (const given of forged) {
      expect(await present(`Bearer ${signToken("api-token", given)}`)).toEqual({ problem: "invalid_token" });
    }
    const right = signToken("api-token", { ...claims, identity: { user: one.member.id } });
    expect(await present(`Bearer ${right}`)).not.toHaveProperty("problem");
    const session = signToken("session", { ...claims, identity: { user: one.member.id } });
    expect(await present(`Bearer ${session}`)).toEqual({ problem: "invalid_token" });
  });

  test("may be a token to its last second, kept or not", async () => {
    const { key } = await makeMember();
    const end = start.getTime() + 30 * 86_400_000;
    vi.setSystemTime(end - 1);
    expect(await present(key.bearer)).not.toHaveProperty("problem");
    vi.setSystemTime(end);
    expect(await present(key.bearer)).toEqual({ problem: "invalid_token" });
  });
});

describe("failing logins", () => {
  const failTimes = async (times: number, authorization: string, ip: string) => {
    const answers = [];
    for (let made = 0; made < times; made += 1) answers.push(await present(authorization, ip));
    return answers;
  };
  const refused = { problem: "invalid_credentials" };
  const wait = (retryAfterSeconds: number) => ({ problem: "rate_limited", retryAfterSeconds });

  test("are told why, then to wait, then why again, each wait longer", async () => {
    const wrong = basic(newAccessKey(), "wrong");
    const ip = newAddress();
    const answers = await failTimes(6, wrong, ip);
    for (let turn = 0; turn < 7; turn += 1) {
      const last = answers.at(-1);
      if (!last || !("retryAfterSeconds" in last)) break;
      vi.setSystemTime(Date.now() + last.retryAfterSeconds * 1000);
      answers.push(...(await failTimes(2, wrong, ip)));
    }
    expect(answers).toEqual([
      ...Array(4).fill(refused),
      ...[2, 4, 8, 16, 32, 60, 60, 60].flatMap((seconds) => [refused, wait(seconds)]),
    ]);
  });

  test("by a token are told to wait too, and no other token at that address", async () => {
    const { key } = await makeMember();
    const ip = newAddress();
    const answers = await failTimes(7, "Bearer not.a.token", ip);
    vi.setSystemTime(Date.now() + 2_000);
    answers.push(...(await failTimes(2, "Bearer not.a.token", ip)));
    expect(answers).toEqual([
      ...Array(5).fill({ problem: "invalid_token" }),
      wait(2),
      wait(2),
      { problem: "invalid_token" },
      { problem: "invalid_token" },
    ]);
    expect(await present(key.bearer, ip)).not.toHaveProperty("problem");
  });

  test("never stop a right secret, which lets them go", async () => {
    const { key } = await makeMember();
    const ip = newAddress();
    const wrong = basic(key.accessKey, "wrong");
    await failTimes(20, wrong, ip);
    expect(await present(key.basic, ip)).not.toHaveProperty("problem");
    expect(await present(wrong, ip)).toEqual(refused);
  });

  test("stop neither another key at the address nor the key at another address", async () => {
    const [key, other] = [basic(newAccessKey(), "wrong"), basic(newAccessKey(), "wrong")];
    const ip = newAddress();
    await failTimes(8, key, ip);
    expect(await present(other, ip)).toEqual(refused);
    expect(await present(key, newAddress())).toEqual(refused);
    expect(await present(key, ip)).toEqual(wait(2));
  });

  test("are forgotten after ten minutes", async () => {
    const wrong = basic(newAccessKey(), "wrong");
    const ip = newAddress();
    await failTimes(9, wrong, ip);
    vi.setSystemTime(start.getTime() + 10 * 60_000);
    expect(await failTimes(5, wrong, ip)).toEqual(Array(5).fill(refused));
  });
});

describe("last used", () => {
  const lastUse = async (accessKey: string) =>
    (await db().select().from(credentialUses).where(eq(credentialUses.accessKey, accessKey)))[0];
  const at = (ms: number) => new Date(start.getTime() + ms);

  test("is written with worker and address, by secret and by token", async () => {
    const { key, workspaceId } = await makeMember();
    vi.setSystemTime(at(120_000));
    await present(key.basic, "203.0.113.5", `gpu-${"x".repeat(300)}`);
    await expect
      .poll(() => lastUse(key.accessKey), patiently)
      .toEqual({
        workspaceId,
        accessKey: key.accessKey,
        lastUsedAt: at(120_000),
        worker: `gpu-${"x".repeat(196)}`,
        ip: "203.0.113.5",
      });
    vi.setSystemTime(at(240_000));
    await present(key.bearer, "203.0.113.6");
    await expect
      .poll(() => lastUse(key.accessKey), patiently)
      .toMatchObject({
        lastUsedAt: at(240_000),
        worker: null,
        ip: "203.0.113.6",
      });
  });

  test("is not written by a wrong secret", async () => {
    const { key } = await makeMember();
    await expect.poll(() => lastUse(key.accessKey), patiently).toMatchObject({ lastUsedAt: start });
    vi.setSystemTime(at(600_000));
    await present(basic(key.accessKey, "wrong"), "203.0.113.66");
    expect(await lastUse(key.accessKey)).toMatchObject({ lastUsedAt: start, ip: "192.0.2.1" });
  });

  test.each([
    [30_000, "first"],
    [59_999, "first"],
    [60_001, "second"],
  ])("%i ms later shows the %s use", async (ms, worker) => {
    const { key, workspaceId } = await makeMember();
    await upsertCredentialUse(workspaceId, key.accessKey, { at: at(300_000), worker: "first", ip: null });
    await upsertCredentialUse(workspaceId, key.accessKey, {
      at: at(300_000 + ms),
      worker: "second",
      ip: null,
    });
    expect((await lastUse(key.accessKey))?.worker).toBe(worker);
  });

  test("of a key that is gone by then is nothing, and no failure", async () => {
    const { workspaceId } = await makeMember();
    const accessKey = newAccessKey();
    await upsertCredentialUse(workspaceId, accessKey, { at: start, worker: null, ip: null });
    expect(await lastUse(accessKey)).toBeUndefined();
  });
});

test("a caller is an actor with the role of its member, who acts by the key", async () => {
  const { key, member, owner, workspaceId } = await makeMember();
  expect(await actorOf(key.caller)).toMatchObject({
    userId: member.id,
    workspaceId,
    workspaceName: "Lab",
    role: "member",
    via: { by: "credentials", accessKey: key.accessKey },
    ip: "192.0.2.1",
  });
  const owners = await makeKey(owner, workspaceId);
  expect(await actorOf(owners.caller)).toMatchObject({ role: "owner" });
  await inTransaction((tx) => deleteMembership(tx, workspaceId, member.id));
  expect(await actorOf(key.caller)).toBeUndefined();
});
