import { expect, test } from "vitest";
import { actionFailure } from "./action-failure";

test.each([
  ["a request that did not get through", new TypeError("Failed to fetch"), {}, /can’t be reached/],
  ["a browser that is offline", new Error("any"), { online: false }, /can’t be reached/],
  ["an answer from something in between", new Error("An unexpected response"), {}, /unexpected response/],
  [
    "an action of an older build",
    new Error("Server Action was not found"),
    { outdated: true },
    /was updated/,
  ],
  ["something that is no error", "text", {}, /unexpected response/],
])("%s", (_, thrown, circumstances, words) => {
  const refusal = actionFailure(thrown, circumstances);
  expect(refusal.code).toBe("unexpected");
  expect(refusal.message).toMatch(words);
  expect(refusal.fields).toBeUndefined();
});
