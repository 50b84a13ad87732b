import type { Role } from "./role";

const everybody: readonly Role[] = ["owner", "admin", "member", "service_account"];
const people: readonly Role[] = ["owner", "admin", "member"];
const administrators: readonly Role[] = ["owner", "admin"];
/** What a task reads of its owner when a service account runs it. */
const tasks: readonly Role[] = [...everybody, "impersonated"];

const grantedTo = {
  "profile.edit": people,
  "sessions.manage": people,
  "preferences.read": tasks,
  "preferences.edit": everybody,
  "workspace.view": everybody,
  "workspace.switch": people,
  "workspace.leave": people,
  "workspace.rename": administrators,
  "workspace.hand_over": ["owner"],
  "members.manage": administrators,
  "credentials.manage_own": everybody,
  "credentials.manage_all": administrators,
  "credentials.limit": administrators,
  "groups.manage": administrators,
  "access_rules.manage": administrators,
  /** A service account in Admins has it too: programs keep a workspace equal to a file. */
  "access_configuration.manage": administrators,
  "usage.view": administrators,
  "billing.manage": administrators,
  "service_accounts.manage": administrators,
  "storage.manage_own": people,
  "storage.manage_all": administrators,
  "vaults.read_own": tasks,
  "vaults.edit_own": people,
  "vaults.manage": administrators,
  /** Which of them is for the access rules to say. */
  "resources.use": tasks,
} satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof grantedTo;

/** What each role may do in its workspace. An unknown role may do nothing. */
export function allows(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = grantedTo[permission];
  return roles.includes(role);
}

/** What being in the group Admins adds to the role of a service account. */
export function allowsAdminAccount(permission: Permission): boolean {
  return permission === "access_configuration.manage";
}

const settingsOfWorkspace: ReadonlySet<Permission> = new Set([
  "workspace.rename",
  "members.manage",
  "credentials.manage_own",
  "credentials.manage_all",
  "credentials.limit",
  "groups.manage",
  "access_rules.manage",
  "access_configuration.manage",
  "service_accounts.manage",
  "storage.manage_own",
  "vaults.edit_own",
  "vaults.manage",
]);

/** Whether it is to change what a workspace whose subscription is paused keeps as it is. */
export function changesSettings(permission: Permission): boolean {
  return settingsOfWorkspace.has(permission);
}

export const accessEnded = "Your access ended before this was saved. Nothing was saved.";

/** Shown to a user who lost the permission after the request began. */
export function whyNoLonger(permission: Permission): string {
  const roles: readonly Role[] = grantedTo[permission];
  if (roles.includes("member")) return accessEnded;
  return roles.includes("admin")
    ? "You are no longer an admin of this workspace. Nothing was saved."
    : "You no longer own this workspace. Nothing was saved.";
}
