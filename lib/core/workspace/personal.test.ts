import { expect, test } from "vitest";
import { isOwnPersonal } from "./personal";

test.each([
  ["one’s own personal workspace", { isPersonal: true, ownerUserId: "me" }, true],
  ["somebody else’s, as a guest", { isPersonal: true, ownerUserId: "host" }, false],
  ["a shared workspace that one owns", { isPersonal: false, ownerUserId: "me" }, false],
  ["a shared workspace of others", { isPersonal: false, ownerUserId: "host" }, false],
])("%s: %o is one’s own personal one: %s", (_, workspace, is) => {
  expect(isOwnPersonal(workspace, "me")).toBe(is);
});
