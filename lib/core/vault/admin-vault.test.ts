import { describe, expect, test } from "vitest";
import {
  adminVaultLogQuery,
  adminVaultMove,
  adminVaultQuery,
  mostGroupsOfVault,
  newAdminVault,
} from "./admin-vault";
import {
  actionOf,
  changesOfVault,
  contentSummary,
  lossesOfDeletingVault,
  sizeText,
} from "./admin-vault-words";
import { targetOf } from "./vault-types";

const id = (digit: string) => digit.repeat(32);
const wanted = {
  name: " GPU team ",
  groupIds: [id("b"), id("a"), id("b")],
  type: "config",
  format: "hocon",
  text: "a = 1\n",
  enabled: true,
};

describe("what an administrator vault is made from", () => {
  test("is its name without spaces around it, each group once, and the text as it is", () => {
    expect(newAdminVault.parse(wanted)).toEqual({
      ...wanted,
      name: "GPU team",
      groupIds: [id("a"), id("b")],
    });
  });

  test.each<[string, object]>([
    ["a name of one character", { name: "G" }],
    ["a name over 100 characters", { name: "G".repeat(101) }],
    ["a name with an invisible character", { name: "GPU\u202eteam" }],
    ["no group’s id", { groupIds: ["vision"] }],
    [
      "too many groups",
      { groupIds: Array.from({ length: mostGroupsOfVault + 1 }, (_, at) => `${at}`.padStart(32, "0")) },
    ],
    ["a target that is none", { type: "monitoring" }],
    ["a format that is none", { format: "toml" }],
    ["no state", { enabled: undefined }],
  ])("is not %s", (_, change) => {
    expect(newAdminVault.safeParse({ ...wanted, ...change }).success).toBe(false);
  });

  test.each([
    [{ from: 1, to: 2 }, true],
    [{ from: 0, to: 2 }, false],
    [{ from: 1, to: 1.5 }, false],
    [{ from: 1, to: 201 }, false],
  ])("a move of %j: %s", (move, fits) => {
    expect(adminVaultMove.safeParse({ vaultId: id("a"), ...move }).success).toBe(fits);
  });
});

describe("what the addresses of the pages ask for", () => {
  test.each([
    [{}, { sort: "order", descending: false, search: "", page: 1 }],
    [
      { sort: "updated", descending: "1", search: " gpu ", page: "3" },
      { sort: "updated", descending: true, search: "gpu", page: 3 },
    ],
    [
      { sort: "secret", page: "x" },
      { sort: "order", descending: false, search: "", page: 1 },
    ],
  ])("list %j", (query, expected) => {
    expect(adminVaultQuery.parse(query)).toEqual(expected);
  });

  test.each([
    [{}, { page: 1 }],
    [
      { vault: id("a"), action: "edit", user: id("b"), page: "2" },
      { vault: id("a"), action: "edit", user: id("b"), page: 2 },
    ],
    [{ vault: "x", action: "toString", user: "y" }, { page: 1 }],
  ])("log %j", (query, expected) => {
    expect(adminVaultLogQuery.parse(query)).toEqual(expected);
  });
});

test.each([
  ["config", 28, 1_126, null, "28 lines (1.1 KB)"],
  ["config", 1, 5, null, "1 line (5 B)"],
  ["config", 0, 0, null, "0 lines (0 B)"],
  ["config", 12_000, 262_144, null, "12,000 lines (256.0 KB)"],
  ["remote_session_ssh_server", 6, 201, null, "6 lines (201 B)"],
  ["ui_storage_credentials", 3, 90, 1, "1 credentials"],
  ["ui_storage_credentials", 3, 90, 12, "12 credentials"],
  ["ui_storage_credentials", 3, 90, null, "3 lines (90 B)"],
] as const)(
  "%s of %i lines, %i bytes, %s credentials is “%s”",
  (type, lineCount, byteCount, credentials, text) => {
    expect(contentSummary({ type, lineCount, byteCount, credentialCount: credentials })).toBe(text);
  },
);

test.each([
  [1_023, "1023 B"],
  [1_024, "1.0 KB"],
] as const)("%i bytes are %s", (bytes, text) => expect(sizeText(bytes)).toBe(text));

test.each([
  ["personal", "config", "personal"],
  ["group", "config", "administrator"],
  ["group", "ui_storage_credentials", "ui_storage_credentials"],
  ["group", "remote_session_ssh_server", "remote_session_ssh_server"],
] as const)("a %s vault of type %s is checked as %s", (scope, type, target) => {
  expect(targetOf({ scope, type })).toBe(target);
});

test.each([
  ["admin_vault.created", "create"],
  ["admin_vault.reordered", "reorder"],
  ["vault.edited", undefined],
] as const)("the log names %s as %s", (event, action) => expect(actionOf(event)).toBe(action));

describe("what is lost with a vault", () => {
  const named = (...names: string[]) => names.map((name) => ({ name }));
  test.each([
    [true, named("Vision"), "Clients of Vision no longer get it, from their next start"],
    [true, named("Vision", "Speech"), "Clients of Vision and Speech no longer get it, from their next start"],
    [
      true,
      named("A1", "B2", "C3", "D4"),
      "Clients of A1, B2 and 2 more groups no longer get it, from their next start",
    ],
    [true, [], "No client gets it now"],
    [false, named("Vision"), "No client gets it now"],
  ])("on: %s, groups: %j", (enabled, groups, first) => {
    expect(lossesOfDeletingVault({ enabled, groups })[0]).toBe(first);
  });
});

describe("what an entry of the log says of a change", () => {
  const groups = (...names: string[]) => names.map((name) => ({ id: id("a"), name }));
  test.each<[object | null, object | null, string]>([
    [null, { name: "GPU" }, ""],
    [{ name: "GPU" }, null, ""],
    [{ enabled: false }, { enabled: true }, ""],
    [{ position: 3 }, { position: 1 }, "place 3 → 1"],
    [{ name: "GPU" }, { name: "GPUs" }, "name “GPU” → “GPUs”"],
    [{ groups: groups("A1", "B2") }, { groups: [] }, "groups A1, B2 → none"],
    [
      { name: "GPU", groups: groups("A1"), revision: 1, lineCount: 3 },
      { name: "GPU", groups: groups("A1"), revision: 2, lineCount: 5 },
      "text, 3 → 5 lines",
    ],
    [
      { name: "GPU", revision: 1, lineCount: 3 },
      { name: "X1", revision: 2, lineCount: 4 },
      "name “GPU” → “X1”; text, 3 → 4 lines",
    ],
  ])("%j, %j: “%s”", (before, after, expected) => {
    const facts = { before, after } as Parameters<typeof changesOfVault>[0];
    expect(changesOfVault(facts)).toBe(expected);
  });
});
