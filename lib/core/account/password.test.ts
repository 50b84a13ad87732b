import { describe, expect, test } from "vitest";
import { commonPasswords } from "./common-passwords";
import { refusePersonalPassword } from "./password";
import { passwordMinLength } from "./password-length";

test("the list of common passwords holds what would otherwise be taken, in lower case", () => {
  expect(commonPasswords.size).toBeGreaterThanOrEqual(200);
  for (const password of commonPasswords) {
    expect(password).toBe(password.toLowerCase());
    expect(password.length).toBeGreaterThanOrEqual(passwordMinLength);
    expect(new Set(password).size).toBeGreaterThanOrEqual(4);
  }
});

describe("of Ada Lovelace, ada.lovelace@example.com,", () => {
  const ada = { name: "Ada Lovelace", email: "ada.lovelace@example.com" };

  test.each([
    "ada.lovelace@example.com",
    "Ada.Lovelace@Example.COM",
    "ada.lovelace",
    "AdaLovelace",
    "ada lovelace",
    "Ada-Lovelace-1815",
    "adalovelace1!",
  ])("the password %j is refused at its field", (password) => {
    expect(refusePersonalPassword(password, ada, "newPassword")).toEqual({
      ok: false,
      refusal: {
        code: "invalid",
        message: expect.stringContaining("name or e-mail address"),
        fields: { newPassword: expect.stringContaining("name or e-mail address") },
      },
    });
  });

  test.each([
    "ada lovelace wrote programs",
    "lovelace engine 7",
    "adalovelace18151852",
    "correct horse battery",
  ])("the password %j is taken", (password) => {
    expect(refusePersonalPassword(password, ada, "password")).toBeUndefined();
  });
});

test.each([
  [{ name: "李雷", email: null }, "!?!?!?----"],
  [{ name: "--", email: null }, "1234------"],
])("a person with little to compare, %j, may use %j", (person, password) => {
  expect(refusePersonalPassword(password, person, "password")).toBeUndefined();
});
