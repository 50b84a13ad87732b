import { describe, expect, test } from "vitest";
import { emailAddress } from "./email";
import {
  nameChange,
  newAccount,
  passwordChange,
  passwordReset,
  sessionChoice,
  signInAttempt,
} from "./inputs";
import { personName, workspaceName } from "./name";
import { newPassword } from "./password";
import { themeChoice } from "./theme";

describe("an e-mail address", () => {
  test.each([
    ["ada@example.com", "ada@example.com"],
    ["  Ada.Lovelace@Example.COM ", "ada.lovelace@example.com"],
    ["a+b_c@sub.example.co.uk", "a+b_c@sub.example.co.uk"],
    ["ada@example", "ada@example"],
  ])("%j is kept as %j", (given, kept) => {
    expect(emailAddress.parse(given)).toBe(kept);
  });

  test.each([
    ["", "This is not an e-mail address."],
    ["ada", "This is not an e-mail address."],
    ["ada@", "This is not an e-mail address."],
    ["@example.com", "This is not an e-mail address."],
    ["ada@@example.com", "This is not an e-mail address."],
    ["a da@example.com", "This is not an e-mail address."],
    ["ada@example.com, bob@example.com", "This is not an e-mail address."],
    ["ada@example.com\r\nBcc: eve@example.com", "This is not an e-mail address."],
    ["ada@example.com\u0000", "This is not an e-mail address."],
    [`${"a".repeat(250)}@example.com`, "This e-mail address is too long."],
    ["a".repeat(100_000), "This e-mail address is too long."],
    [
      "adm\u0131n@example.com",
      "This e-mail address contains a character that looks like another one. Use plain letters.",
    ],
  ])("%j is refused: %s", (given, message) => {
    expect(messagesOf(emailAddress.safeParse(given))).toContain(message);
  });
});

const webAddress =
  "A name can’t contain a web address, because it is shown in e-mails. Remove the address, or put a space after the dot.";

describe("a name", () => {
  test.each([
    ["Al", "Al"],
    ["  Ada Lovelace ", "Ada Lovelace"],
    ["João Oliveira", "João Oliveira"],
    ["李雷", "李雷"],
    ["O’Brien-Smith (she/her) <x>", "O’Brien-Smith (she/her) <x>"],
    ["x".repeat(100), "x".repeat(100)],
    ["Ada 👩🏽\u200D💻", "Ada 👩🏽\u200D💻"],
    ["Kit 🏳\uFE0F\u200D🌈", "Kit 🏳\uFE0F\u200D🌈"],
    ["علی\u200Cرضا", "علی\u200Cرضا"],
    ["क्\u200Dष", "क्\u200Dष"],
    ["Dr. J.R.R. Tolkien", "Dr. J.R.R. Tolkien"],
    ["Dr.Smith", "Dr.Smith"],
    ["ada.byron", "ada.byron"],
    ["Ada Byron, M.Sc.", "Ada Byron, M.Sc."],
    ["Team v1.2 / EU", "Team v1.2 / EU"],
    ["Robotics: perception", "Robotics: perception"],
  ])("%j is kept as %j", (given, kept) => {
    expect(personName.parse(given)).toBe(kept);
  });

  test.each([
    ["", "A name must have at least 2 characters."],
    [" A ", "A name must have at least 2 characters."],
    ["x".repeat(101), "A name can have at most 100 characters."],
    ["Ada\nLovelace", "A name can’t contain invisible characters."],
    ["Ada\u0000", "A name can’t contain invisible characters."],
    ["Ada\u202Eecalevol", "A name can’t contain invisible characters."],
    ["Ada\u200BLovelace", "A name can’t contain invisible characters."],
    ["Ada\u2028Lovelace", "A name can’t contain invisible characters."],
    ["Ada\u200DLovelace", "A name can’t contain invisible characters."],
    ["Ada\u200C", "A name can’t contain invisible characters."],
    ["👩\u200D", "A name can’t contain invisible characters."],
    ["👩\u200D\u200D💻", "A name can’t contain invisible characters."],
    ["علی\u200C\u200Cرضا", "A name can’t contain invisible characters."],
    ["Ada\uD83D", "A name can’t contain invisible characters."],
    ["Click https://evil.example/x", webAddress],
    ["Win at HTTP: //evil", webAddress],
    ["www.evil", webAddress],
    ["evil.com", webAddress],
    ["Ada evil.co.uk/prize", webAddress],
    ["Ada (EVIL.IO)", webAddress],
    ["evil。com", webAddress],
    ["evil．ｃｏｍ", webAddress],
    ["evil.xn--p1ai", webAddress],
    ["ada@evil.org", webAddress],
    ["t.co/x", webAddress],
    ["evil.de", webAddress],
    ["evil.com.", webAddress],
    ["javascript://x", webAddress],
  ])("%j is refused: %s", (given, message) => {
    expect(messagesOf(personName.safeParse(given))).toEqual([message]);
  });

  test("of a workspace is called so in its refusals", () => {
    expect(messagesOf(workspaceName.safeParse("x"))).toEqual([
      "A workspace name must have at least 2 characters.",
    ]);
    expect(messagesOf(workspaceName.safeParse("evil.com"))).toEqual([
      webAddress.replace("A name", "A workspace name"),
    ]);
  });
});

const common = "This password is too common. Choose another one.";

describe("a new password", () => {
  test.each([
    "correct horse battery",
    "blue7kettle",
    "  spaces kept  ",
    `${"ü".repeat(7)}abc`,
    "abcd".repeat(64),
  ])("%j is taken as it is", (given) => {
    expect(newPassword.parse(given)).toBe(given);
  });

  test.each([
    ["short1234", "Use at least 10 characters."],
    ["x".repeat(257), "Use at most 256 characters."],
    ["aaaaaaaaaaaa", "This password is too easy to guess. Use more different characters."],
    ["abcabcabcabc", "This password is too easy to guess. Use more different characters."],
    ["password123", common],
    ["PassWord123", common],
    ["1q2w3e4r5t", common],
    ["abcd123456", common],
  ])("%j is refused: %s", (given, message) => {
    expect(messagesOf(newPassword.safeParse(given))).toContain(message);
  });
});

const id = "0123456789abcdef0123456789abcdef";
const password = "correct horse battery";

test.each([
  ["a first account", newAccount, { token: "t", name: "Ada", email: "a@example.com", password }, true],
  [
    "a first account without a token",
    newAccount,
    { token: "", name: "Ada", email: "a@example.com", password },
    false,
  ],
  [
    "a first account with a weak password",
    newAccount,
    { token: "t", name: "Ada", email: "a@example.com", password: "x" },
    false,
  ],
  ["a sign-in by an old, weak password", signInAttempt, { email: "a@example.com", password: "x" }, true],
  ["a sign-in without a password", signInAttempt, { email: "a@example.com", password: "" }, false],
  [
    "a sign-in by an endless password",
    signInAttempt,
    { email: "a@example.com", password: "x".repeat(1001) },
    false,
  ],
  ["a change of name", nameChange, { name: "Ada" }, true],
  ["a change of password", passwordChange, { currentPassword: "x", newPassword: password }, true],
  [
    "a change of password without the current one",
    passwordChange,
    { currentPassword: "", newPassword: password },
    false,
  ],
  ["a change to a weak password", passwordChange, { currentPassword: "x", newPassword: "x" }, false],
  ["a reset", passwordReset, { token: "t", newPassword: password }, true],
  ["a reset to a weak password", passwordReset, { token: "t", newPassword: "x" }, false],
  ["a session", sessionChoice, { sessionId: id }, true],
  ["a session by an upper-case id", sessionChoice, { sessionId: id.toUpperCase() }, false],
  ["a session by a longer id", sessionChoice, { sessionId: `${id}\n` }, false],
  ["a theme", themeChoice, { theme: "dark" }, true],
  ["an unknown theme", themeChoice, { theme: "sepia" }, false],
])("%s", (_, schema, input, accepted) => {
  expect(schema.safeParse(input).success).toBe(accepted);
});

function messagesOf(result: { error?: { issues: { message: string }[] } }): string[] {
  return result.error?.issues.map((issue) => issue.message) ?? [];
}
