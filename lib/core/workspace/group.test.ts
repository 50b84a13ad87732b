import { describe, expect, test } from "vitest";
import { groupAddition, groupEdit, memberSearch, mostMembersAtOnce, newGroup } from "./group";
import {
  isFilledByItself,
  lossesOfDeleting,
  lossesOfTakingOut,
  whyMemberStays,
  whyMembersStay,
  whyNotChanged,
} from "./group-words";

const id = "0123456789abcdef0123456789abcdef";
const other = "fedcba9876543210fedcba9876543210";

describe("what may become of a group", () => {
  test.each([
    [null, { filled: false, members: "change", texts: "change" }],
    ["admins", { filled: false, members: "change", texts: "stay" }],
    ["queue_admins", { filled: false, members: "change", texts: "stay" }],
    ["users", { filled: true, members: "stay", texts: "stay" }],
    ["service_accounts", { filled: true, members: "stay", texts: "stay" }],
  ] as const)("%s: %j", (builtIn, expected) => {
    expect({
      filled: isFilledByItself(builtIn),
      members: whyMembersStay(builtIn) ? "stay" : "change",
      texts: whyNotChanged(builtIn) ? "stay" : "change",
    }).toEqual(expected);
  });

  test.each([
    ["admins", true, "The owner is always an admin."],
    ["admins", false, undefined],
    ["queue_admins", true, undefined],
    [null, true, undefined],
  ] as const)("one member of %s, owner %s: %s", (builtIn, isOwner, reason) => {
    expect(whyMemberStays(builtIn, isOwner)).toBe(reason);
  });

  test.each([
    [0, "It has no members"],
    [1, "Its member loses access that only this group grants"],
    [5_000, "Its 5,000 members lose access that only this group grants"],
  ])("deleting one of %i members says so", (members, first) => {
    expect(lossesOfDeleting({ members, vaults: 0 })[0]).toBe(first);
  });

  test.each([
    [0, undefined],
    [1, /^1 administrator vault is no longer given/],
    [12, /^12 administrator vaults are no longer given/],
  ])("deleting one that %i vaults are given to says so", (vaults, words) => {
    const about = lossesOfDeleting({ members: 3, vaults }).filter((loss) => loss.includes("vault"));
    expect(about).toEqual(words ? [expect.stringMatching(words)] : []);
  });
});

test.each([
  ["admins", true, /^You immediately lose admin access/],
  ["admins", false, /^They immediately lose admin access/],
  ["queue_admins", false, /^They lose/],
  [null, true, /^You lose/],
] as const)("taking out of %s, oneself %s: %s", (builtIn, isSelf, words) => {
  expect(lossesOfTakingOut(builtIn, isSelf)).toEqual([expect.stringMatching(words)]);
});

describe("a new group", () => {
  test.each([
    [{ name: " Research ", description: " All of it. ", userIds: [id, other, id] }, "read"],
    [{ name: "QA", description: "", userIds: [] }, "read"],
    [{ name: "Q", description: "", userIds: [] }, "name"],
    [{ name: "x".repeat(101), description: "", userIds: [] }, "name"],
    [{ name: "Re\u202esearch", description: "", userIds: [] }, "name"],
    [{ name: "QA", description: "x".repeat(301), userIds: [] }, "description"],
    [{ name: "QA", description: "one\ntwo", userIds: [] }, "description"],
    [{ name: "QA", description: "", userIds: ["me"] }, "userIds.0"],
    [{ name: "QA", description: "", userIds: Array(mostMembersAtOnce + 1).fill(id) }, "userIds"],
  ])("%j: %s", (given, verdict) => {
    const read = newGroup.safeParse(given);
    expect(read.success ? "read" : read.error.issues[0]?.path.join(".")).toBe(verdict);
  });

  test("is trimmed, and names everybody once", () => {
    expect(newGroup.parse({ name: " Research ", description: " All. ", userIds: [id, other, id] })).toEqual({
      name: "Research",
      description: "All.",
      userIds: [id, other],
    });
  });
});

test.each([
  [{ groupId: id, userIds: [other] }, true],
  [{ groupId: id, userIds: [] }, false],
  [{ groupId: "../x", userIds: [other] }, false],
])("an addition of %j: %s", (given, read) => {
  expect(groupAddition.safeParse(given).success).toBe(read);
});

test("an edit says what it was made from", () => {
  const edit = { groupId: id, name: "New", description: "", base: { name: "Old", description: "" } };
  expect(groupEdit.parse(edit)).toEqual(edit);
  expect(groupEdit.safeParse({ ...edit, base: undefined }).success).toBe(false);
});

test.each([
  [{ search: " ada " }, { search: "ada" }],
  [
    { search: "", notInGroupId: id },
    { search: "", notInGroupId: id },
  ],
  [{ search: "", notInGroupId: "all" }, undefined],
  [{ search: "x".repeat(101) }, undefined],
])("a picker’s search %j is read as %j", (given, read) => {
  expect(memberSearch.safeParse(given).data).toEqual(read);
});
