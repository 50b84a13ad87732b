import type { RefusalCode } from "@/lib/core/outcome";
import { totpNow } from "../totp";
import type { Cells, Principal } from "./principals";
import { bucketAccess, cleanupAccess, oidcProvider, type World } from "./world";

export type Answer = RefusalCode | "done";

export type ActionRow = {
  /** Valid, and naming rows of the workspace that is aimed at: what is refused is refused for want of a right. */
  input: (world: World) => unknown;
  cells: Cells<Answer> & Record<Asked, Answer>;
  /** Public actions are told no workspace. */
  isPublic?: boolean;
  /** Sent as browsers without scripts send a form. */
  isForm?: boolean;
  /** Done without a trace in the database. */
  keepsNothing?: boolean;
  /** What does open a public action. */
  right?: (world: World) => unknown;
};

type Asked = "signedOut" | "serviceAccount" | "foreignAdmin" | "removed" | "member";

const outsiders = {
  signedOut: "signed_out",
  serviceAccount: "signed_out",
  foreignAdmin: "not_found",
  removed: "not_found",
  elsewhere: "stale_workspace",
} as const satisfies Cells<Answer>;

const namesNothingOfTheirs = {
  foreignAdminAtHome: "not_found",
  removedAtHome: "not_found",
} as const satisfies Cells<Answer>;

const lawfulAtHome = { foreignAdminAtHome: "done", removedAtHome: "done" } as const satisfies Cells<Answer>;

type Input = ActionRow["input"];

/** Names a row of the workspace, which only those who administer it may touch. */
function onItsRows(input: Input, cells: Cells<Answer> = {}): ActionRow {
  return {
    input,
    cells: { ...outsiders, ...namesNothingOfTheirs, member: "forbidden", admin: "done", ...cells },
  };
}

const emptyFile = "access_configuration: 1\n...\n";

const hiddenFromMembers = { member: "not_found" } as const;

function readsItsRows(input: Input): ActionRow {
  return { ...onItsRows(input, hiddenFromMembers), keepsNothing: true };
}

function onTask(more: object = {}): ActionRow {
  return onItsRows(({ resources: { task: taskId } }) => ({ taskId, ...more }), hiddenFromMembers);
}

function onTasks(more: object = {}): ActionRow {
  return onItsRows(({ resources: { task } }) => ({ ids: [task], ...more }), hiddenFromMembers);
}

function onModels(more: object = {}): ActionRow {
  return onItsRows(({ resources: { model } }) => ({ ids: [model], ...more }), hiddenFromMembers);
}

function onModel(more: object = {}): ActionRow {
  return onItsRows(({ resources: { model: modelId } }) => ({ modelId, ...more }), hiddenFromMembers);
}

/** Names no row: what the admin of another workspace does in that one is theirs to do. */
function byAdmins(input: Input, cells: Cells<Answer> = {}): ActionRow {
  return { input, cells: { ...outsiders, ...lawfulAtHome, member: "forbidden", admin: "done", ...cells } };
}

/** Of a plan: without Stripe there is none that could be changed. */
function ofPlans(input: object = {}): ActionRow {
  const none = "conflict" as const;
  return {
    ...byAdmins(() => input, { foreignAdminAtHome: none, removedAtHome: none, admin: none }),
    keepsNothing: true,
  };
}

/** For every person, on what is their own. */
function byMembers(input: Input, cells: Cells<Answer> = {}): ActionRow {
  return { input, cells: { ...outsiders, ...lawfulAtHome, member: "done", admin: "done", ...cells } };
}

/** Names something that is one person's own, whatever the others are in the workspace. */
function byItsHolder(input: Input, holder: Principal, cells: Cells<Answer> = {}): ActionRow {
  return {
    input,
    cells: {
      ...outsiders,
      ...namesNothingOfTheirs,
      member: "not_found",
      admin: "not_found",
      [holder]: "done",
      ...cells,
    },
  };
}

/** Open to everybody who has the token, so a wrong one is refused to all alike. */
function byToken(wrong: Input, right?: Input): ActionRow {
  return {
    input: wrong,
    isPublic: true,
    cells: {
      signedOut: "not_found",
      serviceAccount: "not_found",
      foreignAdmin: "not_found",
      removed: "not_found",
      member: "not_found",
      owner: "not_found",
    },
    ...(right ? { right } : {}),
  };
}

/** Asks for a mail, which anybody may: nothing of it names a workspace. */
function byAnybody(input: Input): ActionRow {
  return {
    input,
    isPublic: true,
    cells: {
      signedOut: "done",
      serviceAccount: "done",
      foreignAdmin: "done",
      removed: "done",
      member: "done",
      admin: "done",
    },
  };
}

/** Of one's own account, where it has come to what the action goes on from; the others' accounts have not. */
function byWhoeverIsReady(input: Input, holder: Principal): ActionRow {
  return byItsHolder(input, holder, {
    foreignAdminAtHome: "conflict",
    removedAtHome: "conflict",
    member: "conflict",
    admin: "conflict",
    [holder]: "done",
  });
}

const readRule = ({ resources, ids }: World) => ({
  ...{ type: "project", targetId: resources.project, access: "read" },
  ...{ userIds: [ids.admin], groupIds: [] },
});
const vaultTexts = { format: "hocon", text: "b = 2\n" };
const robotTraits = { mayImpersonate: false, mayAskDecisions: false, admin: false };
const wrongToken = ({ workspaceId }: World) => `${workspaceId}.${"x".repeat(43)}`;
const password = "a new and long password";

/** Every action, by the file that exports it: one that has no row here, or is gone from the build, fails the test. */
export const actions: Record<string, Record<string, ActionRow>> = {
  "app/actions.ts": {
    setThemeAction: { ...byAnybody(() => ({ theme: "dark" })), keepsNothing: true },
  },
  "app/set-up/actions.ts": {
    createFirstAccountAction: byToken(() => ({
      token: "x".repeat(43),
      name: "Nobody",
      email: "nobody@example.com",
      password,
    })),
  },
  "app/sign-in/actions.ts": { requestSignInLinkAction: byAnybody(anAddress) },
  "app/forgot-password/actions.ts": { requestResetLinkAction: byAnybody(anAddress) },
  "app/sign-up/actions.ts": {
    requestSignUpAction: byAnybody(anAddress),
    signUpAction: {
      input: (world) => ({ ...anAddress(world), name: "Newcomer", password }),
      isPublic: true,
      cells: {
        signedOut: "forbidden",
        serviceAccount: "forbidden",
        foreignAdmin: "forbidden",
        removed: "forbidden",
        member: "forbidden",
      },
    },
    finishSignUpAction: byToken(
      () => ({ token: "x".repeat(43), name: "Newcomer", password }),
      ({ tokens }) => ({ token: tokens.signUp, name: "Newcomer", password }),
    ),
  },
  "app/reset-password/actions.ts": {
    resetPasswordAction: byToken(
      () => ({ token: "x".repeat(43), newPassword: password }),
      ({ tokens }) => ({ token: tokens.reset, newPassword: password }),
    ),
  },
  "app/invitations/[token]/actions.ts": {
    acceptAsNewPersonAction: byToken(
      (world) => ({ token: wrongToken(world), name: "Newcomer", password }),
      ({ tokens }) => ({ token: tokens.newcomer, name: "Newcomer", password }),
    ),
    acceptByProvingAction: byToken(
      (world) => ({ token: wrongToken(world), password }),
      ({ tokens }) => ({ token: tokens.unproven, password }),
    ),
    acceptByLinkAction: byItsHolder(({ tokens }) => ({ token: tokens.invited }), "invited"),
  },
  "app/switch-workspace/actions.ts": {
    switchWorkspaceAction: byItsHolder(({ workspaceId }) => ({ workspaceId }), "elsewhereAtHome", {
      invited: "not_found",
      member: "done",
      admin: "done",
    }),
  },
  "app/settings/actions.ts": {
    acceptNotifiedAction: byItsHolder(notified, "invited"),
    declineNotifiedAction: byItsHolder(notified, "invited"),
    markNotificationsReadAction: { ...byMembers(() => ({})), keepsNothing: true },
    findMembersAction: {
      ...byAdmins(({ groupId: notInGroupId }) => ({ search: "", notInGroupId })),
      keepsNothing: true,
    },
  },
  "app/settings/admin-vaults/actions.ts": {
    findVaultGroupsAction: { ...byAdmins(() => ({ search: "" })), keepsNothing: true },
    openAdminVaultAction: {
      ...onItsRows(({ adminVaultId: vaultId }) => ({ vaultId })),
      keepsNothing: true,
    },
    createAdminVaultAction: onItsRows(({ groupId }) => ({
      ...vaultTexts,
      name: "New",
      groupIds: [groupId],
      type: "config",
      enabled: true,
    })),
    editAdminVaultAction: onItsRows(({ adminVaultId: vaultId, adminVaultName: name, groupId }) => ({
      ...vaultTexts,
      vaultId,
      name: "Renamed",
      groupIds: [groupId],
      base: { revision: 1, name, groupIds: [groupId] },
    })),
    previewAdminVaultSwitchAction: {
      ...onItsRows(({ adminVaultId: vaultId }) => ({ vaultId, enabled: true })),
      keepsNothing: true,
    },
    switchAdminVaultAction: onItsRows(({ adminVaultId: vaultId }) => ({ vaultId, enabled: false })),
    moveAdminVaultAction: onItsRows(({ adminVaultId: vaultId }) => ({ vaultId, from: 1, to: 2 })),
    deleteAdminVaultAction: onItsRows(({ adminVaultId: vaultId }) => ({ vaultId })),
  },
  "app/settings/groups/actions.ts": {
    createGroupAction: onItsRows(({ ids }) => ({ name: "New", description: "", userIds: [ids.member] })),
    editGroupAction: onItsRows(({ groupId, groupName }) => ({
      groupId,
      name: "Renamed",
      description: "",
      base: { name: groupName, description: "" },
    })),
    deleteGroupAction: onItsRows(({ groupId }) => ({ groupId })),
    addGroupMembersAction: onItsRows(({ groupId, ids }) => ({ groupId, userIds: [ids.admin] })),
    removeGroupMemberAction: onItsRows(({ groupId, ids }) => ({ groupId, userId: ids.member })),
  },
  "app/settings/access-rules/actions.ts": {
    createAccessRuleAction: onItsRows(readRule),
    editAccessRuleAction: onItsRows((world) => ({
      ...readRule(world),
      ...{ ruleId: world.accessRuleId, revision: 1, access: "modify" },
    })),
    deleteAccessRuleAction: onItsRows(({ accessRuleId: ruleId }) => ({ ruleId, revision: 1 })),
    findAccessRuleAction: {
      ...onItsRows(({ accessRuleId: ruleId }) => ({ ruleId })),
      keepsNothing: true,
    },
    findRuleObjectsAction: {
      ...byAdmins(() => ({ type: "project", search: "" })),
      keepsNothing: true,
    },
    findRuledObjectsAction: { ...byAdmins(() => ({ search: "" })), keepsNothing: true },
    findRulePrincipalsAction: { ...byAdmins(() => ({ search: "" })), keepsNothing: true },
  },
  "app/settings/access-rules/as-code/actions.ts": {
    exportConfigurationAction: byAdmins(() => ({ vaultTexts: true })),
    planConfigurationAction: { ...byAdmins(() => ({ text: emptyFile })), keepsNothing: true },
    // No plan has this fingerprint, so what comes back is the plan of now.
    applyConfigurationAction: {
      ...byAdmins(() => ({ text: emptyFile, fingerprint: "none" })),
      keepsNothing: true,
    },
  },
  "app/settings/access-rules/guards/actions.ts": {
    createGuardAction: onItsRows(({ resources, ids }) => ({
      ...{ name: "Stays open", allows: true, access: "read", type: "project" },
      ...{ targetId: resources.project, userId: ids.admin, groupId: null },
    })),
    deleteGuardAction: onItsRows(({ guardId }) => ({ guardId })),
  },
  "app/settings/configuration/actions.ts": {
    setPreferenceAction: byMembers(() => ({ name: "hide_examples", value: true })),
    setHiddenArgumentsAction: byMembers(() => ({ names: "REGISTRY_PASSWORD" })),
    savePreferencesFormAction: {
      ...byMembers(() => ({ show_hidden_projects: "on", names: "REGISTRY_PASSWORD" })),
      isForm: true,
    },
    addBucketCredentialsAction: byMembers(() => ({ ...bucketAccess, bucket: "another" })),
    editBucketCredentialsAction: byItsHolder(
      ({ ownersBucketId: id }) => ({ ...bucketAccess, id, removesToken: false }),
      "owner",
    ),
    removeBucketCredentialsAction: byItsHolder(({ ownersBucketId: id }) => ({ id }), "owner"),
    testBucketCredentialsAction: {
      ...byItsHolder(({ ownersBucketId: id }) => ({ id }), "owner"),
      keepsNothing: true,
    },
    addCleanupCredentialsAction: byMembers(() => ({ ...cleanupAccess, bucket: "another" })),
    editCleanupCredentialsAction: byItsHolder(
      ({ ownersCleanupId: id }) => ({ ...cleanupAccess, id, removesToken: false }),
      "owner",
    ),
    removeCleanupCredentialsAction: byItsHolder(({ ownersCleanupId: id }) => ({ id }), "owner"),
    testCleanupCredentialsAction: {
      ...byItsHolder(({ ownersCleanupId: id }) => ({ id }), "owner"),
      keepsNothing: true,
    },
    recordTipSeenAction: byMembers(() => ({ tip: "offline-mode" })),
  },
  "app/settings/configuration/storage-cleanup/actions.ts": {
    retryDeletionAction: byItsHolder(({ ownersDeletionId: deletionId }) => ({ deletionId }), "admin"),
    giveUpDeletionAction: byItsHolder(({ ownersDeletionId: deletionId }) => ({ deletionId }), "admin"),
  },
  "app/settings/profile/actions.ts": {
    renameSelfAction: byMembers(() => ({ name: "Renamed" })),
    changePasswordAction: byMembers((world) => ({ currentPassword: world.password, newPassword: password })),
    setFirstPasswordAction: byWhoeverIsReady(() => ({ newPassword: password }), "invited"),
    requestProvingMailAction: byWhoeverIsReady(() => ({}), "removedAtHome"),
    endSessionAction: byItsHolder(({ ownersOtherSessionId: sessionId }) => ({ sessionId }), "owner"),
    endOtherSessionsAction: byMembers(() => ({})),
    connectIdentityAction: { ...byMembers(() => ({ provider: oidcProvider })), keepsNothing: true },
    disconnectIdentityAction: byItsHolder(({ ownersIdentity }) => ownersIdentity, "owner"),
  },
  "app/settings/profile/two-factor-actions.ts": {
    startSecondFactorAction: byMembers((world) => ({ password: world.password })),
    confirmSecondFactorAction: byWhoeverIsReady(
      ({ adminsTotpSecret }) => ({ code: totpNow(adminsTotpSecret) }),
      "admin",
    ),
    renewRecoveryCodesAction: byWhoeverIsReady(({ ownersRecoveryCode: code }) => ({ code }), "owner"),
    turnOffSecondFactorAction: byWhoeverIsReady(({ ownersRecoveryCode: code }) => ({ code }), "owner"),
  },
  "app/settings/service-accounts/actions.ts": {
    createServiceAccountAction: byAdmins(() => ({ ...robotTraits, name: "New", expires: "never" })),
    editServiceAccountAction: onItsRows(({ ids, robotName: name }) => ({
      accountId: ids.serviceAccount,
      ...robotTraits,
      name: "Renamed",
      seen: { ...robotTraits, name },
    })),
    deleteServiceAccountAction: onItsRows(({ ids }) => ({ accountId: ids.serviceAccount })),
    createServiceAccountCredentialsAction: onItsRows(({ ids }) => ({
      accountId: ids.serviceAccount,
      label: "New",
      expires: "never",
    })),
    openServiceAccountVaultAction: {
      ...onItsRows(({ ids }) => ({ accountId: ids.serviceAccount })),
      keepsNothing: true,
    },
    saveServiceAccountVaultAction: onItsRows(({ ids }) => ({
      accountId: ids.serviceAccount,
      format: "hocon",
      text: "b = 3\n",
      baseRevision: 2,
    })),
    previewServiceAccountSwitchAction: {
      ...onItsRows(({ ids }) => ({ accountId: ids.serviceAccount, enabled: true })),
      keepsNothing: true,
    },
    switchServiceAccountVaultAction: onItsRows(({ ids }) => ({
      accountId: ids.serviceAccount,
      enabled: false,
    })),
    restoreServiceAccountVaultRevisionAction: onItsRows(({ ids }) => ({
      accountId: ids.serviceAccount,
      number: 1,
      baseRevision: 2,
    })),
  },
  "app/settings/billing/actions.ts": {
    startUpgradeAction: ofPlans({ agreed: "on" }),
    startUpgradeFormAction: { ...ofPlans({ agreed: "on" }), isForm: true },
    confirmUpgradeFormAction: { ...ofPlans({ session: "cs_test_1" }), isForm: true },
    openPortalFormAction: { ...ofPlans({ open: "payment_methods" }), isForm: true },
    requestDowngradeFormAction: { ...ofPlans(), isForm: true },
    undoDowngradeFormAction: { ...ofPlans(), isForm: true },
    resumeSubscriptionFormAction: { ...ofPlans(), isForm: true },
    syncFromStripeFormAction: { ...ofPlans(), isForm: true },
    confirmUpgradeAction: ofPlans({ session: "cs_test_1" }),
    openPortalAction: ofPlans({ open: "payment_methods" }),
    requestDowngradeAction: ofPlans(),
    undoDowngradeAction: ofPlans(),
    resumeSubscriptionAction: ofPlans(),
    syncFromStripeAction: ofPlans(),
    emailInvoicesAction: ofPlans({ invoiceIds: ["in_1"] }),
    emailInvoicesFormAction: { ...ofPlans({ in_1: "on" }), isForm: true },
  },
  "app/settings/users/actions.ts": {
    inviteMembersAction: byAdmins(() => ({ emails: ["somebody@example.com"] })),
    copyInvitationLinkAction: onItsRows(invitation),
    resendInvitationAction: onItsRows(invitation),
    withdrawInvitationAction: onItsRows(invitation),
    removeMemberAction: onItsRows(({ ids }) => ({ userId: ids.member })),
    setAdminAction: onItsRows(({ ids }) => ({ userId: ids.member, admin: true })),
    handOverOwnershipAction: onItsRows(({ ids }) => ({ userId: ids.admin }), {
      foreignAdminAtHome: "forbidden",
      admin: "forbidden",
      owner: "done",
    }),
  },
  "app/settings/workspace/actions.ts": {
    renameWorkspaceAction: byAdmins(() => ({ name: "Renamed" })),
    leaveWorkspaceAction: byMembers(() => ({}), { removedAtHome: "conflict", owner: "conflict" }),
    createCredentialsAction: byMembers(() => ({ label: "New", expires: "never" })),
    relabelCredentialsAction: onItsRows(({ ownersAccessKey: accessKey }) => ({ accessKey, label: "New" }), {
      member: "not_found",
    }),
    revokeCredentialsAction: onItsRows(({ ownersAccessKey: accessKey }) => ({ accessKey }), {
      member: "not_found",
    }),
    limitCredentialsAction: byAdmins(() => ({ days: 90, seen: null })),
    openOwnVaultAction: { ...byMembers(() => ({})), keepsNothing: true },
    saveOwnVaultAction: byMembers(() => ({ format: "hocon", text: "b = 2\n", baseRevision: 1 })),
    saveOwnVaultFormAction: {
      ...byMembers(() => ({ format: "hocon", text: "b = 2\n", baseRevision: "1" })),
      isForm: true,
    },
    restoreVaultRevisionAction: byItsHolder(
      ({ ownersVaultId: vaultId }) => ({ vaultId, number: 1, baseRevision: 2 }),
      "owner",
    ),
    readAppliedVaultAction: {
      ...onItsRows(({ adminVaultId: vaultId }) => ({ vaultId }), { member: "done", admin: "not_found" }),
      keepsNothing: true,
    },
    previewOwnSwitchAction: { ...byMembers(() => ({ enabled: true })), keepsNothing: true },
    switchOwnVaultAction: byMembers(() => ({ enabled: false }), namesNothingOfTheirs),
  },
  "app/projects/actions.ts": {
    createProjectAction: byAdmins(() => ({ location: "", name: "New", description: "", tags: "" })),
    describeProjectAction: onItsRows(
      ({ resources: { project: projectId, projectName: name } }) => ({
        ...{ projectId, name, description: "Changed", tags: "a" },
        base: { name, description: "", tags: [] },
      }),
      { member: "not_found" },
    ),
    moveProjectAction: onItsRows(
      ({ resources: { project: projectId } }) => ({ projectId, location: "Elsewhere" }),
      { member: "not_found" },
    ),
    deleteProjectAction: onItsRows(
      ({ resources: { project: projectId } }) => ({ projectId, deletesContents: true, deletesObjects: true }),
      { member: "not_found" },
    ),
    countProjectContentsAction: readsItsRows(({ resources: { project: projectId } }) => ({ projectId })),
    findTextsAction: readsItsRows(({ resources: { task: id } }) => ({ type: "task", id })),
    findPlacesAction: { ...byMembers(() => ({ type: "task", search: "" })), keepsNothing: true },
    findUsableQueuesAction: { ...byMembers(() => ({ search: "" })), keepsNothing: true },
    findOwnersAction: { ...byMembers(() => ({ search: "" })), keepsNothing: true },
  },
  "app/projects/tasks/actions.ts": {
    describeTaskAction: onItsRows(
      ({ resources: { task: taskId } }) => ({
        ...{ taskId, name: "Renamed", description: "", tags: null },
        base: { name: "Train", description: "", tags: [] },
      }),
      hiddenFromMembers,
    ),
    moveTaskAction: onTask({ projectId: null }),
    cloneTaskAction: onItsRows(
      ({ resources: { task: taskId, project: projectId } }) => ({ taskId, projectId, name: "Clone" }),
      hiddenFromMembers,
    ),
    enqueueTaskAction: onItsRows(
      ({ resources: { task: taskId, queue: queueId } }) => ({ taskId, queueId }),
      hiddenFromMembers,
    ),
    dequeueTaskAction: onItsRows(({ resources: { queuedTask: taskId } }) => ({ taskId }), hiddenFromMembers),
    stopTaskAction: onItsRows(({ resources: { runningTask: taskId } }) => ({ taskId }), hiddenFromMembers),
    resetTaskAction: onTask({ deletesObjects: true }),
    publishTaskAction: onItsRows(
      ({ resources: { completedTask: taskId } }) => ({ taskId }),
      hiddenFromMembers,
    ),
    archiveTaskAction: onTask(),
    restoreTaskAction: onTask(),
    deleteTaskAction: onTask({ deletesObjects: true }),
    countTaskContentsAction: readsItsRows(({ resources: { task: taskId } }) => ({ taskId })),
  },
  "app/projects/tasks/many-actions.ts": {
    archiveTasksAction: onTasks(),
    restoreTasksAction: onTasks(),
    deleteTasksAction: onTasks({ deletesObjects: true }),
    moveTasksAction: onTasks({ projectId: null }),
    tagTasksAction: onTasks({ tags: "many" }),
    countContentsOfTasksAction: readsItsRows(({ resources: { task } }) => ({ ids: [task] })),
  },
  "app/projects/models/many-actions.ts": {
    archiveModelsAction: onModels(),
    restoreModelsAction: onModels(),
    deleteModelsAction: onModels({ deletesObjects: true }),
    countModelObjectsAction: readsItsRows(({ resources: { model } }) => ({ ids: [model] })),
    moveModelsAction: onModels({ projectId: null }),
    tagModelsAction: onModels({ tags: "many" }),
  },
  "app/projects/queues/actions.ts": {
    createQueueAction: byItsHolder(() => ({ name: "gpu-new", tags: "" }), "owner", {
      ...{ foreignAdminAtHome: "forbidden", removedAtHome: "forbidden" },
      ...{ member: "forbidden", admin: "forbidden" },
    }),
    describeQueueAction: byItsHolder(
      ({ resources: { queue: queueId } }) => ({
        ...{ queueId, name: "renamed", description: "", tags: null },
        base: { name: "renamed", description: "", tags: [] },
      }),
      "owner",
      { admin: "done" },
    ),
    deleteQueueAction: byItsHolder(({ resources: { queue: queueId } }) => ({ queueId }), "owner", {
      admin: "forbidden",
    }),
    moveInQueueAction: onItsRows(
      ({ resources: { queue: queueId, queuedTask: taskId } }) => ({ queueId, taskId, to: "top" }),
      hiddenFromMembers,
    ),
    removeFromQueueAction: onItsRows(
      ({ resources: { queue: queueId, queuedTask: taskId } }) => ({ queueId, taskId }),
      hiddenFromMembers,
    ),
  },
  "app/projects/models/actions.ts": {
    describeModelAction: onItsRows(
      ({ resources: { model: modelId } }) => ({
        ...{ modelId, name: "Renamed", description: "", tags: null },
        base: { name: "Weights", description: "", tags: [] },
      }),
      hiddenFromMembers,
    ),
    moveModelAction: onModel({ projectId: null }),
    publishModelAction: onModel(),
    archiveModelAction: onModel(),
    restoreModelAction: onModel(),
    deleteModelAction: onModel({ deletesObjects: true }),
  },
  "app/settings/workspace/effective-configuration/actions.ts": {
    revealOwnValueAction: byMembers(() => ({ path: ["a"] }), namesNothingOfTheirs),
    mergePastedConfigurationAction: { ...byMembers(() => ({ text: "c = 1" })), keepsNothing: true },
  },
};

function anAddress({ groupId }: World) {
  return { email: `${groupId}@example.com` };
}

function notified({ workspaceId, notifiedInvitationId: invitationId }: World) {
  return { workspaceId, invitationId };
}

function invitation({ invitationId }: World) {
  return { invitationId };
}
