import { Secret, TOTP } from "otpauth";
import { subscribe } from "@/db/testing/factories/billing";
import { makeGroup } from "@/db/testing/factories/group";
import { makeInvitation } from "@/db/testing/factories/invitation";
import { newEmail, setPassword, type TestPerson, unprove } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actingAs, makeSession } from "@/db/testing/factories/session";
import { makeIdentity } from "@/db/testing/factories/sign-in-means";
import { makeStorageDeletion } from "@/db/testing/factories/storage-deletion";
import { makeAdminVault } from "@/db/testing/factories/vault";
import { makeTeamWithAdmin } from "@/db/testing/factories/workspace";
import { resourceRaces } from "@/db/testing/resource-races";
import { makeAccessRule, makeProject } from "@/db/testing/resources";
import type { StripePeer } from "@/e2e/peers/stripe/stripe-peer";
import type { NewAccessRule } from "@/lib/core/access/rules/forms";
import { usualPreferences } from "@/lib/core/account/interface-preferences";
import type { UserId } from "@/lib/core/identifiers";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import type { Role } from "@/lib/core/workspace/role";
import { resultOf, sampleAdminVault } from "@/lib/entry/samples";
import { applyFile } from "@/lib/operations/access/configuration/apply";
import { exportConfiguration } from "@/lib/operations/access/configuration/export";
import { planFile } from "@/lib/operations/access/configuration/plan";
import { createGuard, deleteGuard } from "@/lib/operations/access/guards";
import { createAccessRule, deleteAccessRule, editAccessRule } from "@/lib/operations/access/rules";
import { renameSelf } from "@/lib/operations/account/accounts";
import { rememberOwnBrowser } from "@/lib/operations/account/known-browsers";
import { requestProvingMail } from "@/lib/operations/account/mails";
import { markOwnNotificationsRead } from "@/lib/operations/account/notifications";
import {
  recordTipSeen,
  saveAllInterfacePreferences,
  setInterfacePreferences,
  setOwnPreferences,
} from "@/lib/operations/account/preferences";
import { emailInvoices } from "@/lib/operations/billing/invoices";
import { downgrade, resumeSubscription, undoDowngrade } from "@/lib/operations/billing/plan-changes";
import { openPortal } from "@/lib/operations/billing/portal";
import { requestDowngrade } from "@/lib/operations/billing/request-downgrade";
import { syncFromStripe } from "@/lib/operations/billing/sync";
import { startUpgrade } from "@/lib/operations/billing/upgrade";
import {
  createCredentials,
  createLongestCredentials,
  relabelCredentials,
  revokeCredentials,
} from "@/lib/operations/credentials/credentials";
import { acceptByLink } from "@/lib/operations/invitations/accept-by-link";
import {
  copyInvitationLink,
  inviteMembers,
  resendInvitation,
  withdrawInvitation,
} from "@/lib/operations/invitations/invitations";
import { acceptNotified, declineNotified } from "@/lib/operations/invitations/notified-invitations";
import { deleteNamedFiles } from "@/lib/operations/resources/files/delete-files";
import { disconnectIdentity, enterByIdentity } from "@/lib/operations/sign-in/identities";
import { changePassword, setFirstPassword } from "@/lib/operations/sign-in/passwords";
import {
  confirmSecondFactor,
  renewRecoveryCodes,
  startSecondFactor,
  turnOffSecondFactor,
} from "@/lib/operations/sign-in/second-factor";
import { endOtherSessions, endSession } from "@/lib/operations/sign-in/sessions";
import {
  addBucketCredentials,
  editBucketCredentials,
  removeBucketCredentials,
} from "@/lib/operations/storage/bucket-credentials";
import {
  addCleanupCredentials,
  editCleanupCredentials,
  removeCleanupCredentials,
} from "@/lib/operations/storage/cleanup-credentials";
import { giveUpDeletion, retryDeletion } from "@/lib/operations/storage/deletions";
import { moveAdminVault } from "@/lib/operations/vaults/admin-vault-order";
import {
  createAdminVault,
  deleteAdminVault,
  editAdminVault,
  switchAdminVault,
} from "@/lib/operations/vaults/admin-vaults";
import { revealOwnValue } from "@/lib/operations/vaults/effective";
import {
  saveServiceAccountVault,
  switchServiceAccountVault,
} from "@/lib/operations/vaults/service-account-vaults";
import { submitOwnVault } from "@/lib/operations/vaults/submit-vault";
import {
  restoreServiceAccountVaultRevision,
  restoreVaultRevision,
} from "@/lib/operations/vaults/vault-history";
import { deleteOwnVault, findOwnVaultId, saveOwnVault, switchOwnVault } from "@/lib/operations/vaults/vaults";
import {
  addGroupMembers,
  createGroup,
  deleteGroup,
  editGroup,
  removeGroupMember,
} from "@/lib/operations/workspace/groups";
import { handOverOwnership, removeMember, setAdmin } from "@/lib/operations/workspace/members";
import { leaveWorkspace, switchWorkspace } from "@/lib/operations/workspace/memberships";
import {
  createServiceAccount,
  createServiceAccountCredentials,
  deleteServiceAccount,
  editServiceAccount,
} from "@/lib/operations/workspace/service-accounts";
import { limitCredentials, renameWorkspace } from "@/lib/operations/workspace/workspaces";
import { newId } from "@/lib/server/crypto";

export const racingIssuer = "https://id.example.com";

const password = "correct horse battery";
const newPassword = "another horse battery";
const never = { expires: "never", date: "" } as const;
const hocon = { format: "hocon", turnOff: false } as const;

let teams = 0;

/** A workspace with an owner, an admin who is the actor, and a member; the actor has one other workspace to go to. */
export async function makeRacingTeam(stripe: () => StripePeer) {
  teams += 1;
  const team = await makeTeamWithAdmin();
  const { workspaceId } = team;
  const ip = `10.2.${teams >> 8}.${teams & 255}`;
  const as = <P extends Permission>(permission: P, person: TestPerson, role: Role): ActorWith<P> => ({
    ...actingAs(permission, person, { workspaceId, role }),
    ip,
  });
  return { ...team, ip, as, stripe, place: { account: team.owner, workspaceId } };
}
export type RacingTeam = Awaited<ReturnType<typeof makeRacingTeam>>;

/** Makes what it needs, and gives what is then done with the actor. */
type Prepare<P extends Permission> = (team: RacingTeam) => Promise<(actor: ActorWith<P>) => Promise<unknown>>;
export type Race = { permission: Permission; prepare: Prepare<never> };

function race<P extends Permission>(permission: P, prepare: Prepare<P>): Race {
  return { permission, prepare };
}

/** For what needs nothing but the actor and the team. */
function simply<P extends Permission>(
  permission: P,
  act: (actor: ActorWith<P>, team: RacingTeam) => Promise<unknown>,
): Race {
  return race(permission, async (team) => (actor) => act(actor, team));
}

export const makeKeyOf = async ({ as }: RacingTeam, person: TestPerson, role: Role) =>
  resultOf(await createCredentials(as("credentials.manage_own", person, role), { label: "Laptop", ...never }))
    .accessKey;

const bucketAccess = { bucket: "b", key: "AKIA", secret: "s", token: "", region: "", host: "" };
const makeBucketCredentials = async ({ as, admin }: RacingTeam) =>
  resultOf(await addBucketCredentials(as("storage.manage_own", admin, "admin"), bucketAccess)).id;

const cleanupAccess = {
  ...({ forWorkspace: true, service: "s3", method: "key", bucket: "b", key: "AKIA", secret: "s" } as const),
  ...{ token: "", region: "", project: "", host: "", isSecure: true, verifiesCertificate: true },
};
const makeCleanupCredentials = async ({ as, admin }: RacingTeam) =>
  resultOf(await addCleanupCredentials(as("storage.manage_own", admin, "admin"), cleanupAccess)).id;

const makeDeletion = ({ workspaceId, admin }: RacingTeam) =>
  makeStorageDeletion(workspaceId, admin, {
    failed: [{ url: "s3://b/a.pt", place: "s3://b", problem: "no_credentials" }],
  });

/** For the actor, to the other workspace. */
const inviteActor = ({ stranger, elsewhere, admin }: RacingTeam) =>
  makeInvitation({ account: stranger, workspaceId: elsewhere }, admin.email);

const codeOf = (secret: string, offsetMs = 0) => ({
  kind: "totp" as const,
  code: new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + offsetMs }),
});

async function startFactor({ as, admin }: RacingTeam): Promise<string> {
  await setPassword(admin, password);
  return resultOf(await startSecondFactor(as("profile.edit", admin, "admin"), { password })).secret;
}

async function makeFactor(team: RacingTeam) {
  const secret = await startFactor(team);
  const actor = team.as("profile.edit", team.admin, "admin");
  const { recoveryCodes } = resultOf(await confirmSecondFactor(actor, { code: codeOf(secret) }));
  return { code: { kind: "recovery" as const, code: (recoveryCodes[0] ?? "").replaceAll("-", "") } };
}

const makeAccount = async ({ owner, workspaceId }: RacingTeam) =>
  (await makeServiceAccount({ account: owner, workspaceId })).id;

async function writeAccountVault(
  { as, owner }: RacingTeam,
  accountId: UserId,
  texts: string[],
): Promise<void> {
  const manager = as("service_accounts.manage", owner, "owner");
  for (const [baseRevision, text] of texts.entries())
    resultOf(await saveServiceAccountVault(manager, { ...hocon, accountId, text, baseRevision }));
}

const everyTask: NewAccessRule = { type: "task", targetId: null, access: "read", userIds: [], groupIds: [] };
const account = { name: "Trainers", mayImpersonate: false, mayAskDecisions: false, admin: false };

type ActPaying = (
  actor: ActorWith<"billing.manage">,
  subscriptionId: string,
  team: RacingTeam,
) => Promise<unknown>;

/** In a workspace that pays. */
function paying(act: ActPaying, prepareMore: ActPaying = async () => {}): Race {
  return race("billing.manage", async (team) => {
    const payer = team.as("billing.manage", team.owner, "owner");
    const subscriptionId = await subscribe(team.stripe(), payer);
    await prepareMore(payer, subscriptionId, team);
    return (actor) => act(actor, subscriptionId, team);
  });
}

/** Every operation that an actor changes something with. A sentence says why there is nothing to race with. */
export const races: Record<string, Race | string> = {
  startUpgrade: simply("billing.manage", startUpgrade),
  confirmUpgrade: "It copies what Stripe says, as the server does by itself, whoever asks for it.",
  syncFromStripe: "It copies what Stripe says, as the server does by itself, whoever asks for it.",
  downgrade: paying(downgrade),
  requestDowngrade: paying(requestDowngrade),
  undoDowngrade: paying(undoDowngrade, downgrade),
  resumeSubscription: paying(resumeSubscription, async (payer, id, { stripe }) => {
    stripe().world.setStatus(id, "paused");
    resultOf(await syncFromStripe(payer));
  }),
  openPortal: paying((actor) => openPortal(actor, "billing_info")),
  emailInvoices: paying((actor, id, { stripe }) => {
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
    const choice = await makeIdentity(team.admin, { issuer: racingIssuer });
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
