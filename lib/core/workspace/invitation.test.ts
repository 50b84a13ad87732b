import { describe, expect, test } from "vitest";
import type { WorkspaceId } from "../identifiers";
import type { InvitationStatus } from "./invitation";
import {
  type Acceptance,
  type AcceptanceFacts,
  type ClosedInvitation,
  decideAcceptance,
  decideLink,
  invitationToken,
  judgeEmails,
  readInvitationToken,
  stillProves,
  whyClosed,
} from "./invitation";
import { splitEmails } from "./split-emails";

const workspaceId = "0123456789abcdef0123456789abcdef" as WorkspaceId;
const facts = {
  memberEmails: new Set(["ada@lab.example"]),
  invitedEmails: new Set(["ben@lab.example"]),
  seatsLeft: 2,
  budgetLeft: 10,
  dotlessDomains: ["corp"],
};

describe("addresses are judged one by one", () => {
  test("each by its own fault, in the order they came", () => {
    const given = [
      "nobody",
      "ADA@lab.example",
      "ben@lab.example",
      " Cy@Lab.example ",
      "cy@lab.example",
      "di@corp",
      "ed@lab.example",
      "fay@nowhere",
      "adm\u0131n@lab.example",
    ];
    expect(judgeEmails(given, facts)).toEqual([
      { email: "nobody", verdict: "not_an_email" },
      { email: "ada@lab.example", verdict: "member" },
      { email: "ben@lab.example", verdict: "already_invited" },
      { email: "cy@lab.example", verdict: "invited" },
      { email: "cy@lab.example", verdict: "twice" },
      { email: "di@corp", verdict: "invited" },
      { email: "ed@lab.example", verdict: "no_seat" },
      { email: "fay@nowhere", verdict: "not_an_email" },
      { email: "adm\u0131n@lab.example", verdict: "not_an_email" },
    ]);
  });

  test("a budget that is spent stops those beyond it, and what is refused costs nothing of it", () => {
    const given = ["nobody", "ada@lab.example", "cy@lab.example", "di@lab.example"];
    const judged = judgeEmails(given, { ...facts, budgetLeft: 1 });
    expect(judged.map(({ verdict }) => verdict)).toEqual([
      "not_an_email",
      "member",
      "invited",
      "budget_spent",
    ]);
  });

  test("without a limit everybody has a seat", () => {
    const given = ["cy@lab.example", "di@lab.example", "ed@lab.example"];
    const judged = judgeEmails(given, { ...facts, seatsLeft: Number.POSITIVE_INFINITY });
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
  ["Ada Byron <ada@x.example> Ben <ben@x.example>", ["ada@x.example", "ben@x.example"]],
  ['"Byron, Ada" <ada@x.example>\nben@x.example', ["ada@x.example", "ben@x.example"]],
  ["cy@x.example Ada <ada@x.example>", ["cy@x.example", "ada@x.example"]],
  ["<ada@x.example", ["ada@x.example"]],
  ["ada@x.example> ben@x.example", ["ada@x.example", "ben@x.example"]],
  ["ada.x.example ben@x.example", ["ada.x.example", "ben@x.example"]],
  ["ada@x.example, ben at x.example", ["ada@x.example", "ben", "at", "x.example"]],
  ["nobody", ["nobody"]],
  ["<nobody>", ["nobody"]],
  ["Ada <ada@x.example> ben", ["ada@x.example", "ben"]],
  ["  , ;\n <> ", []],
])("%j is split into addresses", (text, emails) => {
  expect(splitEmails(text)).toEqual(emails);
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
  ["copied", "none", "nobody", "join_or_sign_in"],
  ["mailed", "none", "somebody_else", "other_account"],
  ["mailed", "proven", "nobody", "sign_in"],
  ["copied", "proven", "nobody", "join_or_sign_in"],
  ["mailed", "proven", "invited", "accept"],
  ["copied", "proven", "invited", "accept"],
  ["copied", "proven", "somebody_else", "other_account"],
  ["mailed", "unproven", "nobody", "prove"],
  ["mailed", "unproven", "invited", "prove"],
  ["mailed", "unproven", "somebody_else", "other_account"],
  ["copied", "unproven", "nobody", "join_or_sign_in"],
  ["copied", "unproven", "invited", "accept"],
];

test.each(decisions)("a %s link, %s account, %s signed in: %s", (means, account, signedInAs, decision) => {
  expect(decideAcceptance({ means, account, signedInAs })).toBe(decision);
});

const opened = new Date("2026-11-23T12:00:00Z");
const later = (ms: number) => new Date(opened.getTime() + ms);

test.each<[InvitationStatus, Date, ClosedInvitation | undefined]>([
  ["pending", later(1), undefined],
  ["pending", later(0), "expired"],
  ["pending", later(-1), "expired"],
  ["accepted", later(1), "used"],
  ["accepted", later(-1), "used"],
  ["declined", later(1), "declined"],
  ["withdrawn", later(-1), "withdrawn"],
])("an invitation that is %s until %s is closed as %s", (status, expiresAt, closed) => {
  expect(whyClosed({ status, expiresAt }, opened)).toBe(closed);
});

describe("a mailed link of a used invitation still shows whose the address is", () => {
  const used = {
    closed: "used",
    means: "mailed",
    account: "unproven",
    expiresAt: later(1),
    now: opened,
  } as const;

  test("while nobody has proven it", () => {
    expect(stillProves(used)).toBe(true);
  });

  test.each([
    { closed: "withdrawn" as const },
    { closed: "declined" as const },
    { closed: "expired" as const },
    { means: "copied" as const },
    { account: "proven" as const },
    { account: "none" as const },
    { expiresAt: opened },
  ])("but not with %j", (otherwise) => {
    expect(stillProves({ ...used, ...otherwise })).toBe(false);
  });
});

describe("a link", () => {
  const pending = {
    status: "pending",
    means: "mailed",
    account: "unproven",
    signedInAs: "nobody",
    expiresAt: later(1),
    now: opened,
  } as const;

  test.each([
    ["of an open invitation leads on", {}, { acceptance: "prove", isUsed: false }],
    [
      "of a used one still lets the holder prove the address",
      { status: "accepted" as const },
      { acceptance: "prove", isUsed: true },
    ],
    [
      "of a used one leads nowhere once the address is proven",
      { status: "accepted" as const, account: "proven" as const },
      undefined,
    ],
    ["of a withdrawn one leads nowhere", { status: "withdrawn" as const }, undefined],
    ["of an expired one leads nowhere", { expiresAt: opened }, undefined],
  ])("%s", (_, otherwise, decision) => {
    expect(decideLink({ ...pending, ...otherwise })).toEqual(decision);
  });
});
