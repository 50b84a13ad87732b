import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { beforeAll, describe, expect, test } from "vitest";
import type { Transaction } from "@/db/client";
import { findBuiltInGroupId } from "@/db/reads/groups";
import { sessions } from "@/db/schema/sessions";
import { openTestDatabase } from "@/db/testing/database";
import { openStripe, subscribe } from "@/db/testing/factories/billing";
import { makeGroup } from "@/db/testing/factories/group";
import { makeInvitation } from "@/db/testing/factories/invitation";
import { newEmail, setPassword, type TestPerson, unprove } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { makeIdentity } from "@/db/testing/factories/sign-in-means";
import { makeStorageDeletion } from "@/db/testing/factories/storage-deletion";
import { makeAdminVault } from "@/db/testing/factories/vault";
import { makeTeamWithAdmin } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { resourceRaces } from "@/db/testing/resource-races";
import { makeAccessRule, makeProject } from "@/db/testing/resources";
import { digestOfAll } from "@/db/testing/writes";
import { deleteCredential } from "@/db/writes/credentials";
import { ensureInstallation } from "@/db/writes/installation";
import { takeLocks } from "@/db/writes/locks";
import { deleteGroupMember, deleteMembership } from "@/db/writes/memberships";
import { deleteSession } from "@/db/writes/sessions";
import { updateWorkspaceOwner } from "@/db/writes/workspaces";
import type { NewAccessRule } from "@/lib/core/access/rules/forms";
import { usualPreferences } from "@/lib/core/account/interface-preferences";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { accessEnded, allows, type Permission, whyNoLonger } from "@/lib/core/workspace/permissions";
import type { Role } from "@/lib/core/workspace/role";
import { resultOf, sampleAdminVault } from "@/lib/entry/samples";
import { newId, newToken } from "@/lib/server/crypto";
import { findWritingOperations } from "@/lib/tooling/writing-operations";
import { applyFile } from "../access/configuration/apply";
import { exportConfiguration } from "../access/configuration/export";
import { planFile } from "../access/configuration/plan";
import { createGuard, deleteGuard } from "../access/guards";
import { createAccessRule, deleteAccessRule, editAccessRule } from "../access/rules";
import { renameSelf } from "../account/accounts";
import { rememberOwnBrowser } from "../account/known-browsers";
import { requestProvingMail } from "../account/mails";
import { markOwnNotificationsRead } from "../account/notifications";
import {
  recordTipSeen,
  saveAllInterfacePreferences,
  setInterfacePreferences,
  setOwnPreferences,
} from "../account/preferences";
import { emailInvoices } from "../billing/invoices";
import { downgrade, resumeSubscription, undoDowngrade } from "../billing/plan-changes";
import { openPortal } from "../billing/portal";
import { requestDowngrade } from "../billing/request-downgrade";
import { syncFromStripe } from "../billing/sync";
import { startUpgrade } from "../billing/upgrade";
import {
  createCredentials,
  createLongestCredentials,
  relabelCredentials,
  revokeCredentials,
} from "../credentials/credentials";
import { acceptByLink } from "../invitations/accept-by-link";
import {
  copyInvitationLink,
  inviteMembers,
  resendInvitation,
  withdrawInvitation,
} from "../invitations/invitations";
import { acceptNotified, declineNotified } from "../invitations/notified-invitations";
import { deleteNamedFiles } from "../resources/files/delete-files";
import { disconnectIdentity, enterByIdentity } from "../sign-in/identities";
import { changePassword, setFirstPassword } from "../sign-in/passwords";
import {
  confirmSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
  turnOffSecondFactor,
} from "../sign-in/second-factor";
import { endOtherSessions, endSession } from "../sign-in/sessions";
import {
  addBucketCredentials,
  editBucketCredentials,
  removeBucketCredentials,
} from "../storage/bucket-credentials";
import {
  addCleanupCredentials,
  editCleanupCredentials,
  removeCleanupCredentials,
} from "../storage/cleanup-credentials";
import { giveUpDeletion, retryDeletion } from "../storage/deletions";
import { moveAdminVault } from "../vaults/admin-vault-order";
import { createAdminVault, deleteAdminVault, editAdminVault, switchAdminVault } from "../vaults/admin-vaults";
import { revealOwnValue } from "../vaults/effective";
import { saveServiceAccountVault, switchServiceAccountVault } from "../vaults/service-account-vaults";
import { submitOwnVault } from "../vaults/submit-vault";
import { restoreServiceAccountVaultRevision, restoreVaultRevision } from "../vaults/vault-history";
import { deleteOwnVault, findOwnVaultId, saveOwnVault, switchOwnVault } from "../vaults/vaults";
import { addGroupMembers, createGroup, deleteGroup, editGroup, removeGroupMember } from "../workspace/groups";
import { handOverOwnership, removeMember, setAdmin } from "../workspace/members";
import { leaveWorkspace, switchWorkspace } from "../workspace/memberships";
import {
  createServiceAccount,
  createServiceAccountCredentials,
  deleteServiceAccount,
  editServiceAccount,
} from "../workspace/service-accounts";
import { limitCredentials, renameWorkspace } from "../workspace/workspaces";

const issuer = "https://id.example.com";

beforeAll(() => {
  Object.assign(process.env, {
    SMTP_URL: "smtp://127.0.0.1:9",
    MAIL_FROM: "Steward <steward@steward.example>",
    STEWARD_OIDC_CORP_ISSUER: issuer,
    STEWARD_OIDC_CORP_CLIENT_ID: "steward",
    STEWARD_OIDC_CORP_CLIENT_SECRET: "secret",
  });
});
openTestDatabase();
const { peer: stripe } = openStripe();
beforeAll(async () => {
  await ensureInstallation(newToken(), new Date());
});

const password = "correct horse battery";
const newPassword = "another horse battery";
const never = { expires: "never", date: "" } as const;
const hocon = { format: "hocon", turnOff: false } as const;

let teams = 0;

/** A workspace with an owner, an admin who is the actor, and a member; the actor has one other workspace to go to. */
async function makeRacingTeam() {
  teams += 1;
  const team = await makeTeamWithAdmin();
  const { workspaceId } = team;
  const ip = `10.2.${teams >> 8}.${teams & 255}`;
  const as = <P extends Permission>(permission: P, person: TestPerson, role: Role): ActorWith<P> => ({
    ...actingAs(permission, person, { workspaceId, role }),
    ip,
  });
  return { ...team, ip, as, place: { account: team.owner, workspaceId } };
}
type Team = Awaited<ReturnType<typeof makeRacingTeam>>;

/** Makes what it needs, and gives what is then done with the actor. */
type Prepare<P extends Permission> = (team: Team) => Promise<(actor: ActorWith<P>) => Promise<unknown>>;
type Race = { permission: Permission; prepare: Prepare<never> };

function race<P extends Permission>(permission: P, prepare: Prepare<P>): Race {
  return { permission, prepare };
}

/** For what needs nothing but the actor and the team. */
function simply<P extends Permission>(
  permission: P,
  act: (actor: ActorWith<P>, team: Team) => Promise<unknown>,
): Race {
  return race(permission, async (team) => (actor) => act(actor, team));
}

const makeKeyOf = async ({ as }: Team, person: TestPerson, role: Role) =>
  resultOf(await createCredentials(as("credentials.manage_own", person, role), { label: "Laptop", ...never }))
    .accessKey;

const bucketAccess = { bucket: "b", key: "AKIA", secret: "s", token: "", region: "", host: "" };
const makeBucketCredentials = async ({ as, admin }: Team) =>
  resultOf(await addBucketCredentials(as("storage.manage_own", admin, "admin"), bucketAccess)).id;

const cleanupAccess = {
  ...({ forWorkspace: true, service: "s3", method: "key", bucket: "b", key: "AKIA", secret: "s" } as const),
  ...{ token: "", region: "", project: "", host: "", isSecure: true, verifiesCertificate: true },
};
const makeCleanupCredentials = async ({ as, admin }: Team) =>
  resultOf(await addCleanupCredentials(as("storage.manage_own", admin, "admin"), cleanupAccess)).id;

const makeDeletion = ({ workspaceId, admin }: Team) =>
  makeStorageDeletion(workspaceId, admin, {
    failed: [{ url: "s3://b/a.pt", place: "s3://b", problem: "no_credentials" }],
  });

/** For the actor, to the other workspace. */
const inviteActor = ({ stranger, elsewhere, admin }: Team) =>
  makeInvitation({ account: stranger, workspaceId: elsewhere }, admin.email);

const codeOf = (secret: string, offsetMs = 0) => ({
  kind: "totp" as const,
  code: new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + offsetMs }),
});

async function startFactor({ as, admin }: Team): Promise<string> {
  await setPassword(admin, password);
  return resultOf(await startSecondFactor(as("profile.edit", admin, "admin"), { password })).secret;
}

async function makeFactor(team: Team) {
  const secret = await startFactor(team);
  const actor = team.as("profile.edit", team.admin, "admin");
  const { recoveryCodes } = resultOf(await confirmSecondFactor(actor, { code: codeOf(secret) }));
  return { code: { kind: "recovery" as const, code: (recoveryCodes[0] ?? "").replaceAll("-", "") } };
}

const makeAccount = async ({ owner, workspaceId }: Team) =>
  (await makeServiceAccount({ account: owner, workspaceId })).id;

async function writeAccountVault({ as, owner }: Team, accountId: UserId, texts: string[]): Promise<void> {
  const manager = as("service_accounts.manage", owner, "owner");
  for (const [baseRevision, text] of texts.entries())
    resultOf(await saveServiceAccountVault(manager, { ...hocon, accountId, text, baseRevision }));
}

const everyTask: NewAccessRule = { type: "task", targetId: null, access: "read", userIds: [], groupIds: [] };
const account = { name: "Trainers", mayImpersonate: false, mayAskDecisions: false, admin: false };

/** In a workspace that pays. */
function paying(
  act: (actor: ActorWith<"billing.manage">, subscriptionId: string) => Promise<unknown>,
  prepareMore: (
    actor: ActorWith<"billing.manage">,
    subscriptionId: string,
  ) => Promise<unknown> = async () => {},
): Race {
  return race("billing.manage", async ({ as, owner }) => {
    const payer = as("billing.manage", owner, "owner");
    const subscriptionId = await subscribe(stripe(), payer);
    await prepareMore(payer, subscriptionId);
    return (actor) => act(actor, subscriptionId);
  });
}

/** Every operation that an actor changes something with. A sentence says why there is nothing to race with. */
const races: Record<string, Race | string> = {
  startUpgrade: simply("billing.manage", startUpgrade),
  confirmUpgrade: "It copies what Stripe says, as the server does by itself, whoever asks for it.",
  syncFromStripe: "It copies what Stripe says, as the server does by itself, whoever asks for it.",
  downgrade: paying(downgrade),
  requestDowngrade: paying(requestDowngrade),
  undoDowngrade: paying(undoDowngrade, downgrade),
  resumeSubscription: paying(resumeSubscription, async (payer, id) => {
    stripe().world.setStatus(id, "paused");
    resultOf(await syncFromStripe(payer));
  }),
  openPortal: paying((actor) => openPortal(actor, "billing_info")),
  emailInvoices: paying((actor, id) => {
    const invoice = stripe().world.subscription(id).latest_invoice;
    return emailInvoices(actor, [String(invoice)]);
  }),
  acceptByLink: race("workspace.switch", async (team) => {
    const { token } = await inviteActor(team);
    return (actor) => acceptByLink(actor, token);
  }),
  acceptNotified: race("workspace.switch", async (team) => {
    const choice = await inviteActor(team);
    return (actor) => acceptNotified(actor, choice);
  }),
  declineNotified: race("workspace.switch", async (team) => {
    const choice = await inviteActor(team);
    return (actor) => declineNotified(actor, choice);
  }),
  requestProvingMail: race("profile.edit", async ({ admin }) => {
    await unprove(admin);
    return requestProvingMail;
  }),
  renameSelf: simply("profile.edit", (actor) => renameSelf(actor, { name: "Anna" })),
  markOwnNotificationsRead: simply("profile.edit", markOwnNotificationsRead),
  rememberOwnBrowser: simply("profile.edit", rememberOwnBrowser),
  changePassword: race("profile.edit", async ({ admin }) => {
    await setPassword(admin, password);
    return (actor) => changePassword(actor, { currentPassword: password, newPassword });
  }),
  setFirstPassword: simply("profile.edit", (actor) => setFirstPassword(actor, { newPassword })),
  refuseWrongPassword: "It counts attempts, and changes nothing of the account.",
  startSecondFactor: race("profile.edit", async ({ admin }) => {
    await setPassword(admin, password);
    return (actor) => startSecondFactor(actor, { password });
  }),
  confirmSecondFactor: race("profile.edit", async (team) => {
    const secret = await startFactor(team);
    return (actor) => confirmSecondFactor(actor, { code: codeOf(secret) });
  }),
  turnOffSecondFactor: race("profile.edit", async (team) => {
    const proof = await makeFactor(team);
    return (actor) => turnOffSecondFactor(actor, proof);
  }),
  renewRecoveryCodes: race("profile.edit", async (team) => {
    const proof = await makeFactor(team);
    return (actor) => renewRecoveryCodes(actor, proof);
  }),
  disconnectIdentity: race("profile.edit", async (team) => {
    const choice = await makeIdentity(team.admin, { issuer });
    return (actor) => disconnectIdentity(actor, choice);
  }),
  enterByIdentity: simply("profile.edit", (linker, { ip }) =>
    enterByIdentity(
      "corp",
      { subject: newId(), name: "Ann", email: null, claim: "missing" },
      { linker, device: { ip, userAgent: null } },
    ),
  ),
  endSession: race("sessions.manage", async ({ admin }) => {
    const sessionId = await makeSession(admin);
    return (actor) => endSession(actor, { sessionId });
  }),
  endOtherSessions: race("sessions.manage", async ({ admin }) => {
    await makeSession(admin);
    return endOtherSessions;
  }),
  addBucketCredentials: simply("storage.manage_own", (actor) => addBucketCredentials(actor, bucketAccess)),
  editBucketCredentials: race("storage.manage_own", async (team) => {
    const id = await makeBucketCredentials(team);
    return (actor) =>
      editBucketCredentials(actor, { ...bucketAccess, id, region: "eu", removesToken: false });
  }),
  removeBucketCredentials: race("storage.manage_own", async (team) => {
    const id = await makeBucketCredentials(team);
    return (actor) => removeBucketCredentials(actor, { id });
  }),
  addCleanupCredentials: simply("storage.manage_own", (actor) => addCleanupCredentials(actor, cleanupAccess)),
  editCleanupCredentials: race("storage.manage_own", async (team) => {
    const id = await makeCleanupCredentials(team);
    return (actor) =>
      editCleanupCredentials(actor, { ...cleanupAccess, id, region: "eu", removesToken: false });
  }),
  removeCleanupCredentials: race("storage.manage_own", async (team) => {
    const id = await makeCleanupCredentials(team);
    return (actor) => removeCleanupCredentials(actor, { id });
  }),
  retryDeletion: race("storage.manage_own", async (team) => {
    const deletionId = await makeDeletion(team);
    return (actor) => retryDeletion(actor, { deletionId });
  }),
  giveUpDeletion: race("storage.manage_own", async (team) => {
    const deletionId = await makeDeletion(team);
    return (actor) => giveUpDeletion(actor, { deletionId });
  }),
  recordTipSeen: simply("preferences.edit", (actor) => recordTipSeen(actor, { tip: "offline-mode" })),
  setInterfacePreferences: simply("preferences.edit", (actor) =>
    setInterfacePreferences(actor, { hide_examples: true }),
  ),
  saveAllInterfacePreferences: simply("preferences.edit", (actor) =>
    saveAllInterfacePreferences(actor, { ...usualPreferences, hide_examples: true }),
  ),
  setOwnPreferences: simply("preferences.edit", (actor) => setOwnPreferences(actor, { a: 1 })),
  switchWorkspace: race("workspace.switch", async ({ admin }) => {
    return (actor) => switchWorkspace(actor, { workspaceId: admin.personalId });
  }),
  leaveWorkspace: simply("workspace.leave", leaveWorkspace),
  renameWorkspace: simply("workspace.rename", (actor) => renameWorkspace(actor, { name: "Workshop" })),
  limitCredentials: simply("credentials.limit", (actor) => limitCredentials(actor, { days: 30, seen: null })),
  createCredentials: simply("credentials.manage_own", (actor) =>
    createCredentials(actor, { label: "", ...never }),
  ),
  createLongestCredentials: simply("credentials.manage_own", (actor) => createLongestCredentials(actor, "")),
  relabelCredentials: race("credentials.manage_own", async (team) => {
    const accessKey = await makeKeyOf(team, team.admin, "admin");
    return (actor) => relabelCredentials(actor, { accessKey, label: "Cluster" });
  }),
  revokeCredentials: race("credentials.manage_own", async (team) => {
    const accessKey = await makeKeyOf(team, team.admin, "admin");
    return (actor) => revokeCredentials(actor, { accessKey, alsoMade: true });
  }),
  saveOwnVault: simply("vaults.edit_own", (actor) =>
    saveOwnVault(actor, { ...hocon, text: "a: 1", baseRevision: 0 }),
  ),
  switchOwnVault: race("vaults.edit_own", async ({ as, admin }) => {
    await saveOwnVault(as("vaults.edit_own", admin, "admin"), { ...hocon, text: "a: 1", baseRevision: 0 });
    return (actor) => switchOwnVault(actor, { enabled: false });
  }),
  revealOwnValue: race("vaults.read_own", async ({ as, admin }) => {
    await saveOwnVault(as("vaults.edit_own", admin, "admin"), { ...hocon, text: "a: 1", baseRevision: 0 });
    return (actor) => revealOwnValue(actor, { path: ["a"] });
  }),
  deleteOwnVault: race("vaults.edit_own", async ({ as, admin }) => {
    await saveOwnVault(as("vaults.edit_own", admin, "admin"), { ...hocon, text: "a: 1", baseRevision: 0 });
    return deleteOwnVault;
  }),
  createAdminVault: simply("vaults.manage", (actor) => createAdminVault(actor, sampleAdminVault)),
  editAdminVault: race("vaults.manage", async (team) => {
    const vaultId = await makeAdminVault(team.place);
    const base = { revision: 1, name: sampleAdminVault.name, groupIds: [] };
    return (actor) =>
      editAdminVault(actor, { ...sampleAdminVault, vaultId, text: "a: 2", turnOff: false, base });
  }),
  switchAdminVault: race("vaults.manage", async (team) => {
    const vaultId = await makeAdminVault(team.place);
    return (actor) => switchAdminVault(actor, { vaultId, enabled: false });
  }),
  moveAdminVault: race("vaults.manage", async (team) => {
    const vaultId = await makeAdminVault(team.place);
    await makeAdminVault(team.place);
    return (actor) => moveAdminVault(actor, { vaultId, from: 1, to: 2 });
  }),
  deleteAdminVault: race("vaults.manage", async (team) => {
    const vaultId = await makeAdminVault(team.place);
    return (actor) => deleteAdminVault(actor, { vaultId });
  }),
  submitOwnVault: simply("vaults.edit_own", (actor) =>
    submitOwnVault(actor, { ...hocon, text: "a: 1", baseRevision: 0 }),
  ),
  saveMemberVault: "Raced as saveOwnVault and saveServiceAccountVault.",
  switchMemberVault: "Raced as switchOwnVault and switchServiceAccountVault.",
  deleteMemberVault: "Raced as deleteOwnVault.",
  saveServiceAccountVault: race("service_accounts.manage", async (team) => {
    const accountId = await makeAccount(team);
    return (actor) => saveServiceAccountVault(actor, { ...hocon, accountId, text: "a: 1", baseRevision: 0 });
  }),
  switchServiceAccountVault: race("service_accounts.manage", async (team) => {
    const accountId = await makeAccount(team);
    await writeAccountVault(team, accountId, ["a: 1"]);
    return (actor) => switchServiceAccountVault(actor, { accountId, enabled: false });
  }),
  restoreServiceAccountVaultRevision: race("service_accounts.manage", async (team) => {
    const accountId = await makeAccount(team);
    await writeAccountVault(team, accountId, ["a: 1", "a: 2"]);
    return (actor) => restoreServiceAccountVaultRevision(actor, { accountId, number: 1, baseRevision: 2 });
  }),
  restoreVaultRevision: race("vaults.edit_own", async ({ as, admin }) => {
    const editor = as("vaults.edit_own", admin, "admin");
    await saveOwnVault(editor, { ...hocon, text: "a: 1", baseRevision: 0 });
    await saveOwnVault(editor, { ...hocon, text: "a: 2", baseRevision: 1 });
    const vaultId = (await findOwnVaultId(editor)) ?? "";
    return (actor) => restoreVaultRevision(actor, { vaultId, number: 1, baseRevision: 2 });
  }),
  inviteMembers: simply("members.manage", (actor) =>
    inviteMembers(actor, { emails: [newEmail("partner.example")] }),
  ),
  copyInvitationLink: race("members.manage", async (team) => {
    const choice = await makeInvitation(team.place, newEmail());
    return (actor) => copyInvitationLink(actor, choice);
  }),
  resendInvitation: race("members.manage", async (team) => {
    const choice = await makeInvitation(team.place, newEmail());
    return (actor) => resendInvitation(actor, choice);
  }),
  withdrawInvitation: race("members.manage", async (team) => {
    const choice = await makeInvitation(team.place, newEmail());
    return (actor) => withdrawInvitation(actor, choice);
  }),
  removeMember: simply("members.manage", (actor, { member }) => removeMember(actor, { userId: member.id })),
  setAdmin: simply("members.manage", (actor, { member }) =>
    setAdmin(actor, { userId: member.id, admin: true }),
  ),
  handOverOwnership: simply("workspace.hand_over", (actor, { admin }) =>
    handOverOwnership(actor, { userId: admin.id }),
  ),
  createGroup: simply("groups.manage", (actor, { member }) =>
    createGroup(actor, { name: "Vision", description: "", userIds: [member.id] }),
  ),
  editGroup: race("groups.manage", async (team) => {
    const groupId = await makeGroup(team.place, "Research", [team.member]);
    const base = { name: "Vision", description: "" };
    return (actor) => editGroup(actor, { groupId, base, name: "Sight", description: "" });
  }),
  deleteGroup: race("groups.manage", async (team) => {
    const groupId = await makeGroup(team.place, "Research", [team.member]);
    return (actor) => deleteGroup(actor, { groupId });
  }),
  addGroupMembers: race("groups.manage", async (team) => {
    const groupId = await makeGroup(team.place, "Research", [team.member]);
    return (actor) => addGroupMembers(actor, { groupId, userIds: [team.owner.id] });
  }),
  removeGroupMember: race("groups.manage", async (team) => {
    const groupId = await makeGroup(team.place, "Research", [team.member]);
    return (actor) => removeGroupMember(actor, { groupId, userId: team.member.id });
  }),
  createAccessRule: simply("access_rules.manage", (actor, { member }) =>
    createAccessRule(actor, { ...everyTask, userIds: [member.id] }),
  ),
  editAccessRule: race("access_rules.manage", async ({ workspaceId, member }) => {
    const ruleId = await makeAccessRule(workspaceId, { ...everyTask, target: null, users: [member] });
    return (actor) =>
      editAccessRule(actor, { ...everyTask, ruleId, revision: 1, access: "modify", userIds: [member.id] });
  }),
  deleteAccessRule: race("access_rules.manage", async ({ workspaceId, member }) => {
    const ruleId = await makeAccessRule(workspaceId, { ...everyTask, target: null, users: [member] });
    return (actor) => deleteAccessRule(actor, { ruleId, revision: 1 });
  }),
  createGuard: race("access_rules.manage", async ({ workspaceId, owner, member }) => {
    const targetId = await makeProject(workspaceId, owner);
    const guard = { allows: true, access: "read", type: "project", targetId } as const;
    return (actor) => createGuard(actor, { ...guard, name: "Open", userId: member.id, groupId: null });
  }),
  // A guard that is there would have the test's own change checked, which no operation begins.
  deleteGuard: simply("access_rules.manage", (actor) => deleteGuard(actor, { guardId: newId() })),
  applyFile: race("access_configuration.manage", async ({ workspaceId }) => {
    const text = "access_configuration: 1\naccess_rules: []\n...\n";
    const planned = resultOf(await planFile({ workspaceId }, { text }));
    const fingerprint = planned.kind === "plan" ? planned.fingerprint : "";
    return (actor) => applyFile(actor, { text, fingerprint });
  }),
  exportConfiguration: simply("access_configuration.manage", (actor) =>
    exportConfiguration(actor, { vaultTexts: true }),
  ),
  createServiceAccount: simply("service_accounts.manage", (actor) =>
    createServiceAccount(actor, { ...account, ...never }),
  ),
  editServiceAccount: race("service_accounts.manage", async (team) => {
    const accountId = await makeAccount(team);
    return (actor) => editServiceAccount(actor, { accountId, seen: account, ...account, name: "Runners" });
  }),
  deleteServiceAccount: race("service_accounts.manage", async (team) => {
    const accountId = await makeAccount(team);
    return (actor) => deleteServiceAccount(actor, { accountId });
  }),
  createServiceAccountCredentials: race("service_accounts.manage", async (team) => {
    const accountId = await makeAccount(team);
    return (actor) => createServiceAccountCredentials(actor, { accountId, label: "", ...never });
  }),
  listAdministeredVaults:
    "It reads. All that it can write is that a vault is unreadable, which is true for every actor.",
  issueApiToken: "A token counts for nothing once the credentials that drew it are gone.",
  revokePresentedToken: "It only takes away.",
  changingConfiguration: "It begins what applies and exports files, and those are raced.",
  changingResources: "It begins what changes resources, and those are raced.",
  takingResourcesAway: "It begins what ends and deletes resources, and those are raced.",
  ...Object.fromEntries(
    Object.entries(resourceRaces).map(([name, prepare]) => [name, race("resources.use", prepare)]),
  ),
  deleteNamedFiles: race(
    "resources.use",
    async () => (actor) => deleteNamedFiles(actor, ["a/b"], { folders: false }),
  ),
};

test("every operation that writes for an actor is raced here, or says why not", () => {
  const folder = path.resolve(import.meta.dirname, "..");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^[^.]+\.ts$/.test(file),
  );
  const sources = new Map(files.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));
  expect(Object.keys(races).sort()).toEqual(findWritingOperations(sources));
});

/** What ends while the operation waits for the lock that this takes too. */
async function whileWaiting(
  userId: UserId,
  workspaces: WorkspaceId[],
  act: () => Promise<unknown>,
  end: (tx: Transaction) => Promise<unknown>,
): Promise<{ answer: unknown; wrote: boolean }> {
  let acting: Promise<unknown> | undefined;
  let left = "";
  await whileInTransaction(async (tx) => {
    await takeLocks(tx, { accounts: [userId], workspaces });
    acting = act();
    await waitForLockWaiter();
    await end(tx);
    left = await digestOfAll(tx);
  });
  const answer = await acting;
  return { answer, wrote: left !== (await digestOfAll()) };
}

const refusal = (code: string, message: string) => ({ ok: false, refusal: { code, message } });
const ended = refusal("signed_out", accessEnded);
const linkRefused = { as: "refused", problem: "session_ended" };

const raced = Object.entries(races).flatMap(([name, each]) =>
  typeof each === "string" ? [] : [[name, each] as const],
);

describe.each(raced)("%s", (name, { permission, prepare }) => {
  const ownersAlone = !allows("admin", permission);
  const adminsAlone = !ownersAlone && !allows("member", permission);

  async function begin(via?: (team: Team) => Promise<ActorWith<Permission>["via"]>) {
    const team = await makeRacingTeam();
    const person = ownersAlone ? team.owner : team.admin;
    const act = await prepare(team);
    const actor = team.as(permission, person, ownersAlone ? "owner" : "admin");
    const acting = via ? { ...actor, via: await via(team) } : actor;
    const run = (end: (tx: Transaction) => Promise<unknown>) =>
      whileWaiting(
        person.id,
        [team.workspaceId, person.personalId],
        () => act(acting as ActorWith<never>),
        end,
      );
    return { team, person, acting, run };
  }

  const answer = name === "enterByIdentity" ? linkRefused : ended;

  test("is refused where the session ends meanwhile", async () => {
    const { person, run } = await begin();
    const found = await run((tx) => deleteSession(tx, person.id, person.sessionId));
    expect(found).toEqual({ answer, wrote: false });
  });

  test("is refused where the session comes to its end meanwhile", async () => {
    const { person, run } = await begin();
    const found = await run((tx) =>
      tx.update(sessions).set({ expiresAt: new Date() }).where(eq(sessions.id, person.sessionId)),
    );
    expect(found).toEqual({ answer, wrote: false });
  });

  test("is refused where the membership ends meanwhile", async () => {
    const { team, person, run } = await begin();
    const found = await run((tx) => deleteMembership(tx, team.workspaceId, person.id));
    expect(found).toEqual({ answer, wrote: false });
  });

  if (adminsAlone)
    test("is refused where the actor is made no admin meanwhile", async () => {
      const { team, person, run } = await begin();
      const found = await run(async (tx) => {
        const groupId = (await findBuiltInGroupId(team.workspaceId, "admins", tx)) ?? "";
        await deleteGroupMember(tx, team.workspaceId, groupId, person.id);
      });
      expect(found).toEqual({
        answer: refusal("forbidden", "You are no longer an admin of this workspace. Nothing was saved."),
        wrote: false,
      });
    });

  if (ownersAlone)
    test("is refused where the workspace is handed over meanwhile", async () => {
      const { team, person, run } = await begin();
      const found = await run((tx) => updateWorkspaceOwner(tx, team.workspaceId, person.id, team.admin.id));
      expect(found).toEqual({ answer: refusal("forbidden", whyNoLonger(permission)), wrote: false });
    });

  if (allows("service_account", permission))
    test("is refused where the credentials that ask for it are revoked meanwhile", async () => {
      const { team, acting, run } = await begin(async (begun) => ({
        by: "credentials",
        accessKey: await makeKeyOf(begun, begun.admin, "admin"),
      }));
      const accessKey = acting.via.by === "credentials" ? acting.via.accessKey : "";
      const found = await run((tx) => deleteCredential(tx, team.workspaceId, accessKey));
      expect(found).toEqual({ answer: ended, wrote: false });
    });
});

describe.each([
  [
    "relabeling",
    (actor: ActorWith<"credentials.manage_own">, accessKey: string) =>
      relabelCredentials(actor, { accessKey, label: "x" }),
  ],
  [
    "revoking",
    (actor: ActorWith<"credentials.manage_own">, accessKey: string) =>
      revokeCredentials(actor, { accessKey, alsoMade: true }),
  ],
] as const)("%s another member’s credentials", (_, change) => {
  test("is refused where the actor is made no admin meanwhile", async () => {
    const team = await makeRacingTeam();
    const { admin, workspaceId } = team;
    const accessKey = await makeKeyOf(team, team.member, "member");
    const actor = team.as("credentials.manage_own", admin, "admin");
    const found = await whileWaiting(
      admin.id,
      [workspaceId],
      () => change(actor, accessKey),
      async (tx) => {
        const groupId = (await findBuiltInGroupId(workspaceId, "admins", tx)) ?? "";
        await deleteGroupMember(tx, workspaceId, groupId, admin.id);
      },
    );
    expect(found).toEqual({
      answer: refusal("forbidden", "You are no longer an admin of this workspace. Nothing was saved."),
      wrote: false,
    });
  });
});
