import { expect, test } from "vitest";
import {
  newServiceAccount,
  serviceAccountCredentials,
  serviceAccountEdit,
  serviceAccountQuery,
} from "./service-account";
import { isUnchanged } from "./service-account-changes";

const accountId = "0123456789abcdef0123456789abcdef";
const traits = { name: "Trainers", mayImpersonate: true, mayAskDecisions: false, admin: false };

test("what is asked for is kept, with its name trimmed", () => {
  const wanted = { ...traits, name: " Trainers ", expires: "30" };
  expect(newServiceAccount.parse(wanted)).toEqual({ ...traits, expires: "30", date: "" });
  expect(serviceAccountEdit.parse({ ...traits, accountId, seen: traits })).toEqual({
    ...traits,
    accountId,
    seen: traits,
  });
});

test.each([
  ["a name of one character", newServiceAccount, { ...traits, name: " x ", expires: "never" }],
  ["a name of 101 characters", newServiceAccount, { ...traits, name: "x".repeat(101), expires: "never" }],
  ["a name that turns its direction", newServiceAccount, { ...traits, name: "a\u202eb", expires: "never" }],
  ["an account without an end for its credentials", newServiceAccount, traits],
  ["impersonation in words", newServiceAccount, { ...traits, mayImpersonate: "yes", expires: "never" }],
  ["an edit of nothing", serviceAccountEdit, { ...traits, seen: traits }],
  ["an edit over nothing seen", serviceAccountEdit, { ...traits, accountId }],
  [
    "credentials for a name",
    serviceAccountCredentials,
    { accountId: "Trainers", label: "", expires: "never" },
  ],
])("%s is refused", (_, schema, given) => {
  expect(schema.safeParse(given).success).toBe(false);
});

test.each([
  [{}, { search: "", sort: "name", descending: false, page: 1 }],
  [
    { search: " gpu ", sort: "active", descending: "1", page: "3" },
    { search: "gpu", sort: "active", descending: true, page: 3 },
  ],
  [
    { search: ["a"], sort: "secret", descending: "yes", page: "-1" },
    { search: "", sort: "name", descending: false, page: 1 },
  ],
])("the address %j is read as %j", (given, read) => {
  expect(serviceAccountQuery.parse(given)).toEqual(read);
});

test.each([
  [traits, true],
  [{ ...traits, name: "trainers" }, false],
  [{ ...traits, mayImpersonate: false }, false],
  [{ ...traits, mayAskDecisions: true }, false],
  [{ ...traits, admin: true }, false],
])("drawn with %j it is unchanged: %s", (seen, unchanged) => {
  expect(isUnchanged(seen, traits)).toBe(unchanged);
});
