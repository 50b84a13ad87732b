import { describe, expect, test } from "vitest";
import type { WorkspaceId } from "../identifiers";
import {
  type Acceptance,
  type AcceptanceFacts,
  decideAcceptance,
  invitationToken,
  judgeAddresses,
  readInvitationToken,
  splitAddresses,
} from "./invitation";

const workspaceId = "0123456789abcdef0123456789abcdef" as WorkspaceId;
const facts = {
  memberEmails: new Set(["ada@lab.example"]),
  invitedEmails: new Set(["ben@lab.example"]),
  seatsLeft: 2,
};

describe("addresses are judged one by one", () => {
  test("each by its own fault, in the order they came", () => {
    const given = [
      "nobody",
      "ADA@lab.example",
      "ben@lab.example",
      " Cy@Lab.example ",
      "cy@lab.example",
      "di@lab.example",
      "ed@lab.example",
    ];
    expect(judgeAddresses(given, facts)).toEqual([
      { address: "nobody", verdict: "not_an_address" },
      { address: "ada@lab.example", verdict: "member" },
      { address: "ben@lab.example", verdict: "already_invited" },
      { address: "cy@lab.example", verdict: "invited" },
      { address: "cy@lab.example", verdict: "twice" },
      { address: "di@lab.example", verdict: "invited" },
      { address: "ed@lab.example", verdict: "no_seat" },
    ]);
  });

  test("without a limit everybody has a seat", () => {
    const given = ["cy@lab.example", "di@lab.example", "ed@lab.example"];
    const judged = judgeAddresses(given, { ...facts, seatsLeft: undefined });
    expect(judged.map(({ verdict }) => verdict)).toEqual(["invited", "invited", "invited"]);
  });
});

test.each([
  ["ada@x.example", ["ada@x.example"]],
  [
    "ada@x.example, ben@x.example;cy@x.example\ndi@x.example",
    ["ada", "ben", "cy", "di"].map((n) => `${n}@x.example`),
  ],
  ["Ada Byron <ada@x.example>, Ben <ben@x.example>", ["ada@x.example", "ben@x.example"]],
  ["  ", []],
])("%j is split into addresses", (text, addresses) => {
  expect(splitAddresses(text)).toEqual(addresses);
});

describe("the token of a link", () => {
  test("names its workspace", () => {
    const token = invitationToken(workspaceId, "s".repeat(43));
    expect(readInvitationToken(token)).toEqual({ workspaceId });
  });

  test.each([
    "",
    "abc",
    `${workspaceId}.`,
    `${workspaceId}.short`,
    `x.${"s".repeat(43)}`,
    `${workspaceId}.${"s".repeat(43)}.x`,
  ])("%j is none", (token) => {
    expect(readInvitationToken(token)).toBeUndefined();
  });
});

const decisions: [
  AcceptanceFacts["means"],
  AcceptanceFacts["account"],
  AcceptanceFacts["signedInAs"],
  Acceptance,
][] = [
  ["mailed", "none", "nobody", "new_account"],
  ["copied", "none", "nobody", "new_account"],
  ["mailed", "none", "somebody_else", "other_account"],
  ["mailed", "proven", "nobody", "sign_in"],
  ["copied", "proven", "nobody", "sign_in"],
  ["mailed", "proven", "invited", "accept"],
  ["copied", "proven", "invited", "accept"],
  ["copied", "proven", "somebody_else", "other_account"],
  ["mailed", "unproven", "nobody", "prove"],
  ["mailed", "unproven", "invited", "prove"],
  ["mailed", "unproven", "somebody_else", "other_account"],
  ["copied", "unproven", "nobody", "sign_in"],
  ["copied", "unproven", "invited", "accept"],
];

test.each(decisions)("a %s link, %s account, %s signed in: %s", (means, account, signedInAs, decision) => {
  expect(decideAcceptance({ means, account, signedInAs })).toBe(decision);
});
