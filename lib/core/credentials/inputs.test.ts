import { expect, test } from "vitest";
import {
  credentialLabel,
  credentialLimitChange,
  credentialQuery,
  credentialRevocation,
  newCredentials,
} from "./inputs";

const accessKey = "ABCDEFGHIJ0123456789ABCDEFGHIJ";

test.each([
  [
    { label: " Laptop ", expires: "never" },
    { label: "Laptop", expires: "never", date: "" },
  ],
  [
    { label: "", expires: "90", date: "" },
    { label: "", expires: "90", date: "" },
  ],
  [
    { label: "CI", expires: "date", date: "2027-01-01" },
    { label: "CI", expires: "date", date: "2027-01-01" },
  ],
])("%j is kept as %j", (given, kept) => {
  expect(newCredentials.parse(given)).toEqual(kept);
});

test.each([
  ["a label of 101 characters", newCredentials, { label: "x".repeat(101), expires: "never" }],
  ["a label with a zero character", newCredentials, { label: "a\u0000b", expires: "never" }],
  ["a label with half a character", newCredentials, { label: "a\ud800b", expires: "never" }],
  ["a label that turns its direction", newCredentials, { label: "a\u202eb", expires: "never" }],
  ["no label", newCredentials, { expires: "never" }],
  ["an expiry of its own", newCredentials, { label: "", expires: "31" }],
  ["a date that is too long", newCredentials, { label: "", expires: "date", date: "2027-01-01T" }],
  ["a lower-case access key", credentialLabel, { accessKey: accessKey.toLowerCase(), label: "" }],
  ["a label change without an access key", credentialLabel, { label: "" }],
  ["a longer access key", credentialRevocation, { accessKey: `${accessKey}A` }],
  ["an access key with a line end", credentialRevocation, { accessKey: `${accessKey}\n` }],
  ["a limit of its own", credentialLimitChange, { days: 31, seen: null }],
  ["no limit at all", credentialLimitChange, { seen: null }],
  ["a limit over nothing seen", credentialLimitChange, { days: 30 }],
])("%s is refused", (_, schema, given) => {
  expect(schema.safeParse(given).success).toBe(false);
});

test("a key to relabel or revoke is taken as it is", () => {
  expect(credentialLabel.parse({ accessKey, label: "New" })).toEqual({ accessKey, label: "New" });
  expect(credentialRevocation.parse({ accessKey })).toEqual({ accessKey });
});

test.each([null, 30, 60, 90, 180, 365])("a limit of %s days is one", (days) => {
  expect(credentialLimitChange.parse({ days, seen: 7 })).toEqual({ days, seen: 7 });
});

test.each([
  [{}, { credentials: "own", search: "", page: 1 }],
  [
    { credentials: "everybody", search: " gpu ", page: "2" },
    { credentials: "everybody", search: "gpu", page: 2 },
  ],
  [
    { credentials: "theirs", search: ["a"], page: "x" },
    { credentials: "own", search: "", page: 1 },
  ],
])("the address %j is read as %j", (given, read) => {
  expect(credentialQuery.parse(given)).toEqual(read);
});
