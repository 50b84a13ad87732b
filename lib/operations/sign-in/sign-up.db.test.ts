import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { listWorkspacesOfUser } from "@/db/reads/memberships";
import { users } from "@/db/schema/accounts";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, newEmail } from "@/db/testing/factories/person";
import { ensureInstallation } from "@/db/writes/installation";
import { newToken } from "@/lib/server/crypto";
import { signInWithPassword } from "./sign-in";
import { isSignUpOpen, signUp } from "./sign-up";

beforeAll(() => {
  process.env.STEWARD_SIGN_UP = "open";
});
openTestDatabase({ alone: true });

const password = "correct horse battery";
const device = { ip: null, userAgent: null };

test("before the first account exists nobody signs up, whatever the setting", async () => {
  expect(await isSignUpOpen()).toBe(false);
  expect(await signUp({ name: "Eve", email: newEmail(), password }, null)).toMatchObject({
    refusal: { code: "forbidden" },
  });
  expect(await db().$count(users)).toBe(0);
});

describe("with one there and no mail server", () => {
  beforeAll(async () => {
    await makePerson();
    await ensureInstallation(newToken(), new Date());
  });

  test("the account is created immediately, unproven, with its own workspace", async () => {
    const email = newEmail();
    expect(await signUp({ name: "Ada", email, password: email }, null)).toMatchObject({
      refusal: { code: "invalid", fields: { password: expect.any(String) } },
    });
    expect(await signUp({ name: "Ada", email, password }, null)).toEqual({ ok: true, value: { email } });
    const account = await findAccountByEmail(email);
    if (!account) throw new Error("no account was made");
    expect((await findProfile(account.id))?.emailProvenAt).toBeNull();
    expect(await listWorkspacesOfUser(account.id)).toMatchObject([{ name: "Ada’s workspace" }]);
    expect(await signUp({ name: "Eve", email, password: "another one entirely" }, null)).toMatchObject({
      refusal: { code: "conflict", fields: { email: expect.any(String) } },
    });
    expect((await signInWithPassword({ email, password }, device)).ok).toBe(true);
  });

  test("of two at the same time with one address one gets the account", async () => {
    const email = newEmail();
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => signUp({ name: "Ada", email, password }, null)),
    );
    const made = outcomes.filter((each) => each.status === "fulfilled" && each.value.ok);
    expect(made).toHaveLength(1);
    expect(outcomes.every(({ status }) => status === "fulfilled")).toBe(true);
    expect(await db().$count(users, eq(users.email, email))).toBe(1);
  });
});
