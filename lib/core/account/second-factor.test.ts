import { describe, expect, test } from "vitest";
import { isFreshSession, linkRequest, mailedSignUp } from "./links";
import { secondFactorCode, shownRecoveryCode } from "./second-factor";

describe("a code", () => {
  test.each([
    ["123456", { kind: "totp", code: "123456" }],
    [" 123 456 ", { kind: "totp", code: "123456" }],
    ["abcd-efgh-jkmn-pq23", { kind: "recovery", code: "abcdefghjkmnpq23" }],
    ["ABCD EFGH JKMN PQ23", { kind: "recovery", code: "abcdefghjkmnpq23" }],
  ])("%j is read as %j", (typed, code) => {
    expect(secondFactorCode.parse(typed)).toEqual(code);
  });

  test.each([
    ["", "Enter the code."],
    [" - ", "Enter the code."],
    ["12345", "Enter the six-digit code or a recovery code."],
    ["1234567", "Enter the six-digit code or a recovery code."],
    ["１２３４５６", "Enter the six-digit code or a recovery code."],
    ["abcd-efgh-jkmn-pq2", "Enter the six-digit code or a recovery code."],
    ["abcd-efgh-jkmn-pq2é", "Enter the six-digit code or a recovery code."],
    ["1".repeat(101), "This is not a valid code."],
  ])("%j is refused: %s", (typed, message) => {
    expect(secondFactorCode.safeParse(typed).error?.issues[0]?.message).toBe(message);
  });

  test("for recovery is shown in groups of four, and read back as it was", () => {
    expect(shownRecoveryCode("abcdefghjkmnpq23")).toBe("abcd-efgh-jkmn-pq23");
    expect(secondFactorCode.parse(shownRecoveryCode("abcdefghjkmnpq23")).code).toBe("abcdefghjkmnpq23");
  });
});

test("a session is fresh for a quarter of an hour", () => {
  const startedAt = new Date("2026-01-01T00:00:00Z");
  const after = (ms: number) => isFreshSession(startedAt, new Date(startedAt.getTime() + ms));
  expect([after(0), after(15 * 60_000 - 1), after(15 * 60_000)]).toEqual([true, true, false]);
});

test("what asks for a link has an address, and a page only if it wants one", () => {
  expect(linkRequest.parse({ email: " Ada@Example.com " })).toEqual({ email: "ada@example.com", next: "" });
  expect(linkRequest.safeParse({ email: "ada", next: "" }).success).toBe(false);
  expect(mailedSignUp.safeParse({ token: "", name: "Ada", password: "long enough one" }).success).toBe(false);
});
