import { afterEach, describe, expect, test } from "vitest";
import { inTransaction, pool } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { listWorkspacesOfUser } from "@/db/reads/memberships";
import { findPersonalWorkspaceId } from "@/db/reads/workspaces";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { deleteUser } from "@/db/writes/accounts";
import { deleteWorkspace } from "@/db/writes/workspaces";
import { isPassword } from "@/lib/server/passwords";
import { createFirstAccount } from "../account/accounts";
import { findSetUpToken, isOpenSetUpToken } from "./set-up";

openTestDatabase({ alone: true });
afterEach(async () => {
  const people = await pool()<{ email: string }[]>`select email from users`;
  for (const { email } of people) {
    const account = await findAccountByEmail(email);
    const personalId = account && (await findPersonalWorkspaceId(account.id));
    await inTransaction(async (tx) => {
      if (personalId) await deleteWorkspace(tx, personalId);
      if (account) await deleteUser(tx, account.id);
    });
  }
});

const wanted = { name: "Ada Lovelace", email: "ada@example.com", password: "correct horse battery" };

async function openToken(): Promise<string> {
  const token = await findSetUpToken();
  if (!token) throw new Error("There is no set-up link.");
  return token;
}

describe("the set-up link", () => {
  test("stays the same from start to start until it is used", async () => {
    const token = await openToken();
    expect(await findSetUpToken()).toBe(token);
    expect(await isOpenSetUpToken(token)).toBe(true);
    expect(token.length).toBeGreaterThan(40);
  });

  test.each(["", "x", "A".repeat(43)])("is not %j", async (token) => {
    await openToken();
    expect(await isOpenSetUpToken(token)).toBe(false);
    expect(await createFirstAccount({ ...wanted, token }, null)).toMatchObject({
      ok: false,
      refusal: { code: "not_found" },
    });
    expect(await findAccountByEmail(wanted.email)).toBeUndefined();
  });

  test("can't be told from the database alone", async () => {
    const token = await openToken();
    const [row] = await pool()<{ text: string }[]>`select to_jsonb(i)::text as text from installation i`;
    expect(row?.text).not.toContain(token);
  });
});

test("the first account owns its personal workspace, has a proven address and its password", async () => {
  const token = await openToken();
  expect(await createFirstAccount({ ...wanted, token }, "192.0.2.1")).toEqual({
    ok: true,
    value: { email: wanted.email },
  });
  const account = await findAccountByEmail(wanted.email);
  if (!account) throw new Error("There is no account.");
  expect(await isPassword(wanted.password, account.passwordHash)).toBe(true);
  expect((await findProfile(account.id))?.emailProvenAt).toBeInstanceOf(Date);
  const [workspace, ...others] = await listWorkspacesOfUser(account.id);
  expect(others).toEqual([]);
  expect(workspace).toMatchObject({
    name: "Ada Lovelace’s workspace",
    isPersonal: true,
    ownerUserId: account.id,
  });
  expect(await lastAuditEvent(workspace?.id ?? ("" as never), "account.created")).toMatchObject({
    after: { by: "set_up_link", emailProven: true },
  });
  for (const event of ["account.created", "workspace.created"] as const) {
    expect(await lastAuditEvent(workspace?.id ?? ("" as never), event)).toMatchObject({
      actorUserId: account.id,
      via: "sign_in",
      ip: "192.0.2.1",
    });
  }
});

test("the first account's password is neither its name nor its address", async () => {
  const token = await openToken();
  for (const password of [wanted.name, wanted.email]) {
    expect(await createFirstAccount({ ...wanted, password, token }, null)).toMatchObject({
      refusal: { code: "invalid", fields: { password: expect.any(String) } },
    });
  }
  expect(await isOpenSetUpToken(token)).toBe(true);
});

test("a used link creates no second account for anyone", async () => {
  const token = await openToken();
  await createFirstAccount({ ...wanted, token }, null);
  expect(await findSetUpToken()).toBeUndefined();
  expect(await isOpenSetUpToken(token)).toBe(false);
  expect(await createFirstAccount({ ...wanted, email: "eve@example.com", token }, null)).toMatchObject({
    ok: false,
    refusal: { code: "not_found" },
  });
  expect(await findAccountByEmail("eve@example.com")).toBeUndefined();
});

test("of several who use it at the same time one gets the account", async () => {
  const token = await openToken();
  const outcomes = await Promise.all(
    ["a", "b", "c", "d"].map((who) =>
      createFirstAccount({ ...wanted, email: `${who}@example.com`, token }, null),
    ),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  const [count] = await pool()<{ people: number }[]>`select count(*)::int as people from users`;
  expect(count?.people).toBe(1);
});

test("a used link opens nothing even after every account is gone", async () => {
  const used = await openToken();
  await createFirstAccount({ ...wanted, token: used }, null);
  const account = await findAccountByEmail(wanted.email);
  const personalId = account && (await findPersonalWorkspaceId(account.id));
  await inTransaction(async (tx) => {
    if (personalId) await deleteWorkspace(tx, personalId);
    if (account) await deleteUser(tx, account.id);
  });
  expect(await openToken()).not.toBe(used);
  expect(await createFirstAccount({ ...wanted, token: used }, null)).toMatchObject({ ok: false });
});
