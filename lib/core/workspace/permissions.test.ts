import { describe, expect, test } from "vitest";
import { type Actor, grant } from "./actor";
import { allows, type Permission, whyNoLonger } from "./permissions";
import { isAdministrator, type Role, roleOf } from "./role";

const roles: Role[] = ["owner", "admin", "member", "service_account", "impersonated"];

/** Who may: owner, admin, member, service account, and a person whom one impersonates. */
const expected: Record<Permission, string> = {
  "profile.edit": "yyynn",
  "sessions.manage": "yyynn",
  "preferences.read": "yyyyy",
  "preferences.edit": "yyyyn",
  "workspace.view": "yyyyn",
  "workspace.switch": "yyynn",
  "workspace.leave": "yyynn",
  "workspace.rename": "yynnn",
  "workspace.hand_over": "ynnnn",
  "members.manage": "yynnn",
  "credentials.manage_own": "yyyyn",
  "credentials.manage_all": "yynnn",
  "credentials.limit": "yynnn",
  "groups.manage": "yynnn",
  "access_rules.manage": "yynnn",
  "access_configuration.manage": "yynnn",
  "usage.view": "yynnn",
  "billing.manage": "yynnn",
  "service_accounts.manage": "yynnn",
  "storage.manage_own": "yyynn",
  "storage.manage_all": "yynnn",
  "vaults.read_own": "yyyyy",
  "vaults.edit_own": "yyynn",
  "vaults.manage": "yynnn",
  "resources.use": "yyyyy",
};

const cases = Object.entries(expected).flatMap(([permission, answers]) =>
  roles.map((role, index) => [role, permission as Permission, answers[index] === "y"] as const),
);

describe("permissions", () => {
  test.each(cases)("%s, %s: %s", (role, permission, may) => {
    expect(allows(role, permission)).toBe(may);
    expect(grant(actorIn(role), permission)).toEqual(may ? actorIn(role) : undefined);
  });

  test.each(["", "root", "Owner", "constructor", "__proto__"])(
    "the unknown role %j may do nothing",
    (role) => {
      for (const permission of Object.keys(expected)) {
        expect(allows(role as Role, permission as Permission)).toBe(false);
      }
    },
  );

  test.each<[Role, boolean]>([
    ["owner", true],
    ["admin", true],
    ["member", false],
    ["service_account", false],
    ["impersonated", false],
  ])("%s administers: %s", (role, does) => {
    expect(isAdministrator(role)).toBe(does);
  });
});

test.each<[string, Parameters<typeof roleOf>[0], Role]>([
  ["the owner", { userId: "u", ownerUserId: "u", kind: "person", inAdmins: true }, "owner"],
  ["the owner outside Admins", { userId: "u", ownerUserId: "u", kind: "person", inAdmins: false }, "owner"],
  ["somebody in Admins", { userId: "u", ownerUserId: "o", kind: "person", inAdmins: true }, "admin"],
  ["anybody else", { userId: "u", ownerUserId: "o", kind: "person", inAdmins: false }, "member"],
  [
    "a service account",
    { userId: "u", ownerUserId: "o", kind: "service_account", inAdmins: false },
    "service_account",
  ],
  [
    "a service account in Admins",
    { userId: "u", ownerUserId: "o", kind: "service_account", inAdmins: true },
    "service_account",
  ],
])("%s has the role %o", (_, member, role) => {
  expect(roleOf(member)).toBe(role);
});

test.each<[Permission, RegExp]>([
  ["profile.edit", /^Your access ended/],
  ["credentials.manage_own", /^Your access ended/],
  ["members.manage", /^You are no longer an admin/],
  ["credentials.manage_all", /^You are no longer an admin/],
  ["workspace.hand_over", /^You no longer own/],
])("who may no longer do %s is told %s", (permission, told) => {
  expect(whyNoLonger(permission)).toMatch(told);
  expect(whyNoLonger(permission)).toMatch(/Nothing was saved\.$/);
});

function actorIn(role: Role): Actor {
  return {
    userId: "u" as Actor["userId"],
    name: "Ada",
    email: null,
    workspaceId: "w" as Actor["workspaceId"],
    workspaceName: "Lab",
    role,
    via: { by: "session", sessionId: "s" },
    ip: null,
  };
}
