import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { findAccountByEmail, findProfile } from "@/db/reads/accounts";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson, newEmail } from "@/db/testing/factories/person";
import { rowsWith } from "@/db/testing/rows";
import { ensureInstallation } from "@/db/writes/installation";
import { SmtpPeer } from "@/e2e/peers/smtp";
import { newToken } from "@/lib/server/crypto";
import { sendDueMails } from "../mail/mails";
import { findOpenSignUp, finishSignUp, requestSignUp, signUp } from "./sign-up";

let smtp: SmtpPeer;
beforeAll(async () => {
  smtp = await SmtpPeer.start();
  Object.assign(process.env, {
    STEWARD_SIGN_UP: "open",
    SMTP_URL: smtp.url,
    MAIL_FROM: "steward@steward.example",
  });
});
openTestDatabase();
beforeAll(async () => {
  await makePerson();
  await ensureInstallation(newToken(), new Date());
});
afterAll(() => smtp.stop());
afterEach(() => {
  vi.useRealTimers();
});

const password = "correct horse battery";

test("the address is proven first, by a link that works once", async () => {
  const email = newEmail();
  expect(await signUp({ name: "Eve", email, password }, null)).toMatchObject({ ok: false });
  expect(await requestSignUp({ email, next: "" }, null)).toMatchObject({ ok: true });
  expect(await findAccountByEmail(email)).toBeUndefined();
  const token = await mailedToken(email);
  expect(await rowsWith(token)).toEqual([]);
  expect(await findOpenSignUp(token)).toEqual({ email });
  expect(await finishSignUp({ token, name: "Ada", password: email }, null)).toMatchObject({
    refusal: { code: "invalid", fields: { password: expect.any(String) } },
  });
  const outcomes = await Promise.all([1, 2].map(() => finishSignUp({ token, name: "Ada", password }, null)));
  expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true]);
  const account = await findAccountByEmail(email);
  expect(account && (await findProfile(account.id))?.emailProvenAt).toBeInstanceOf(Date);
  expect(await findOpenSignUp(token)).toBeUndefined();
});

test("a link ends after an hour", async () => {
  const email = newEmail();
  await requestSignUp({ email, next: "" }, null);
  const token = await mailedToken(email);
  expect(await findOpenSignUp(token)).toBeDefined();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_001 });
  expect(await finishSignUp({ token, name: "Ada", password }, null)).toMatchObject({
    refusal: { code: "not_found" },
  });
  expect(await findAccountByEmail(email)).toBeUndefined();
});

test("a user who has an account is told so by mail, and the page never reveals it", async () => {
  const { email } = await makePerson();
  const answers = [email, newEmail()].map((each) => requestSignUp({ email: each, next: "" }, null));
  const [known, unknown] = await Promise.all(answers);
  expect(known).toEqual(unknown);
  while ((await sendDueMails()) > 0);
  expect(smtp.to(email).map(({ subject }) => subject)).toEqual(["You already have an account on Steward"]);
  expect(smtp.to(email)[0]?.text).not.toContain("token=");
});

async function mailedToken(email: string): Promise<string> {
  while ((await sendDueMails()) > 0);
  const link = /http:\/\/\S+\/sign-up\/finish\?token=(\S+)/.exec(smtp.to(email).at(-1)?.text ?? "");
  if (!link?.[1]) throw new Error(`no mail came for ${email}`);
  return link[1];
}
