import { describe, expect, test } from "vitest";
import {
  accountExistsMail,
  failedCodesMail,
  failedSignInsMail,
  invitationMail,
  proveEmailMail,
  resetPasswordMail,
  signInMail,
  signUpMail,
} from "./messages";
import { nextAttempt } from "./retry";

const link = "https://steward.example/x?token=a&b=c";

const failures = { ip: "192.0.2.7", failures: 10, at: new Date("2026-06-01T12:00:59Z") };

describe("every mail", () => {
  test.each([
    invitationMail({ workspaceName: "Lab", invitedByName: "Ada", link }),
    signInMail({ link }),
    signUpMail({ link }),
    accountExistsMail({ link }),
    resetPasswordMail({ link }),
    proveEmailMail({ link }),
    failedSignInsMail({ ...failures, link }),
    failedCodesMail({ ...failures, link }),
  ])("$subject has its link in text and HTML", ({ text, html }) => {
    expect(text).toContain(`\n\n${link}\n\n`);
    expect(html).toContain(`href="${link.replace("&", "&amp;")}"`);
  });
});

test.each([
  [failedSignInsMail, failures, "The last attempt came from 192.0.2.7 on 2026-06-01 12:00 UTC."],
  [failedCodesMail, failures, "The last attempt came from 192.0.2.7 on 2026-06-01 12:00 UTC."],
  [failedCodesMail, { ...failures, ip: null }, "The last attempt was on 2026-06-01 12:00 UTC."],
])("a mail about failures says when, and from where if that is known", (write, facts, sentence) => {
  expect(write({ ...facts, link }).text).toContain(sentence);
});

test("names can break neither the markup nor the header", () => {
  const mail = invitationMail({
    workspaceName: "<b>Lab</b>",
    invitedByName: "Ada\r\nBcc: x@y.example",
    link,
  });
  expect(mail.subject).not.toMatch(/[\r\n]/);
  expect(mail.html).toContain("&lt;b&gt;Lab&lt;/b&gt;");
  expect(mail.html).not.toContain("<b>");
});

test("a mail is tried less and less often, and then given up", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const waits = [1, 2, 3, 4, 5].map(
    (attempts) => (nextAttempt(attempts, now)?.getTime() ?? 0) - now.getTime(),
  );
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[0]).toBe(30_000);
  expect(nextAttempt(6, now)).toBeUndefined();
});
