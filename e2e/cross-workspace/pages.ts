import { sendRaw } from "../wire-client";
import type { Cells } from "./principals";
import type { Caller, World } from "./world";

export type Sight =
  | "shown"
  | "sign in"
  | "for administrators"
  | "not found"
  | "switch offered"
  | `to ${string}`;

export type PageRow = {
  /** With what makes it a page of the workspace that is aimed at. */
  path: (world: World) => string;
  /** `AtHome` opens the path as it is, the others with `?workspace=` of the workspace. */
  cells: Cells<Sight> & Record<Asked, Sight>;
};

type Asked = "signedOut" | "serviceAccount" | "foreignAdminAtHome" | "removedAtHome" | "member";

const outsiders = {
  signedOut: "sign in",
  serviceAccount: "sign in",
  foreignAdmin: "not found",
  removed: "not found",
  elsewhere: "switch offered",
  foreignAdminAtHome: "shown",
  removedAtHome: "shown",
  elsewhereAtHome: "shown",
} as const satisfies Cells<Sight>;

/** Shows the active workspace, to its members. */
function forMembers(path: string, cells: Cells<Sight> = {}): PageRow {
  return { path: () => path, cells: { ...outsiders, member: "shown", admin: "shown", ...cells } };
}

function forAdmins(path: string, cells: Cells<Sight> = {}): PageRow {
  return forMembers(path, { member: "for administrators", ...cells });
}

/** Shows something of a workspace whose members have no access to it unless they are its admins. */
function ofResource(path: (resources: World["resources"]) => string): PageRow {
  const hidden = "not found" as const;
  return {
    path: ({ resources }) => path(resources),
    cells: {
      ...outsiders,
      ...{ foreignAdminAtHome: hidden, removedAtHome: hidden, elsewhereAtHome: hidden },
      ...{ member: hidden, admin: "shown" },
    },
  };
}

/** Of a plan: without Stripe there is no such page. */
function ofPlans(path: string): PageRow {
  const none = "not found" as const;
  return forAdmins(path, {
    ...{ foreignAdminAtHome: none, removedAtHome: none, elsewhereAtHome: none },
    admin: none,
  });
}

/** The same for a URL that redirects to another page. */
function leadsTo(page: string, path: (resources: World["resources"]) => string): PageRow {
  const row = ofResource(path);
  return { ...row, cells: { ...row.cells, admin: `to ${page}` } };
}

/** Says the same to everybody, and nothing of any workspace. */
function forEverybody(path: PageRow["path"], cells: Cells<Sight> = {}): PageRow {
  const shown = {
    signedOut: "shown",
    serviceAccount: "shown",
    foreignAdminAtHome: "shown",
    removedAtHome: "shown",
    member: "shown",
    admin: "shown",
  } as const;
  return { path, cells: { ...shown, ...cells } };
}

const toWorkspace = "to /settings/workspace";
const leadsOn = {
  foreignAdminAtHome: toWorkspace,
  removedAtHome: toWorkspace,
  member: toWorkspace,
  admin: toWorkspace,
} as const satisfies Cells<Sight>;

/** Every page, by its route: one that is missing here, or gone, fails the test. */
export const pages: Record<string, PageRow> = {
  "/": forEverybody(() => "/", { ...leadsOn, signedOut: toWorkspace, serviceAccount: toWorkspace }),
  "/sign-in": forEverybody(() => "/sign-in", leadsOn),
  "/set-up": forEverybody(() => "/set-up?token=wrong"),
  "/sign-in/link": forEverybody(() => "/sign-in/link?token=wrong"),
  "/forgot-password": forEverybody(() => "/forgot-password"),
  "/sign-up": forEverybody(() => "/sign-up"),
  "/sign-up/finish": forEverybody(() => "/sign-up/finish?token=wrong"),
  "/reset-password": forEverybody(() => "/reset-password?token=wrong"),
  "/invitations/[token]": forEverybody(({ workspaceId }) => `/invitations/${workspaceId}.${"x".repeat(43)}`),
  "/switch-workspace": {
    path: ({ workspaceId }) => `/switch-workspace?to=${workspaceId}`,
    cells: {
      signedOut: "sign in",
      serviceAccount: "sign in",
      foreignAdminAtHome: "not found",
      removedAtHome: "not found",
      elsewhereAtHome: "switch offered",
      member: "switch offered",
    },
  },
  "/settings": forMembers("/settings", { ...leadsOn, elsewhereAtHome: toWorkspace }),
  "/settings/profile": forMembers("/settings/profile"),
  "/settings/configuration": forMembers("/settings/configuration"),
  "/settings/configuration/storage-cleanup": forMembers("/settings/configuration/storage-cleanup"),
  "/settings/configuration/storage-cleanup/[deletionId]": {
    ...forMembers("", {
      foreignAdminAtHome: "not found",
      removedAtHome: "not found",
      elsewhereAtHome: "not found",
      member: "not found",
    }),
    path: ({ ownersDeletionId }) => `/settings/configuration/storage-cleanup/${ownersDeletionId}`,
  },
  "/settings/workspace": forMembers("/settings/workspace"),
  "/settings/workspace/vault": forMembers("/settings/workspace/vault"),
  "/settings/workspace/vault-history": forMembers("/settings/workspace/vault-history"),
  "/settings/workspace/effective-configuration": forMembers("/settings/workspace/effective-configuration"),
  "/settings/users/[userId]/configuration": {
    ...forAdmins("", {
      foreignAdminAtHome: "not found",
      removedAtHome: "not found",
      elsewhereAtHome: "not found",
    }),
    path: ({ ids }) => `/settings/users/${ids.member}/configuration`,
  },
  "/settings/service-accounts/[accountId]/configuration": {
    ...forAdmins("", {
      foreignAdminAtHome: "not found",
      removedAtHome: "not found",
      elsewhereAtHome: "not found",
    }),
    path: ({ ids }) => `/settings/service-accounts/${ids.serviceAccount}/configuration`,
  },
  "/settings/help": forMembers("/settings/help"),
  "/settings/admin-vaults": forAdmins("/settings/admin-vaults"),
  "/settings/admin-vaults/log": forAdmins("/settings/admin-vaults/log"),
  "/settings/users": forAdmins("/settings/users"),
  "/settings/service-accounts": forAdmins("/settings/service-accounts"),
  "/settings/service-accounts/[accountId]": {
    ...forAdmins("", {
      foreignAdminAtHome: "not found",
      removedAtHome: "not found",
      elsewhereAtHome: "not found",
    }),
    path: ({ ids }) => `/settings/service-accounts/${ids.serviceAccount}`,
  },
  "/settings/service-accounts/[accountId]/vault-history": {
    ...forAdmins("", {
      foreignAdminAtHome: "not found",
      removedAtHome: "not found",
      elsewhereAtHome: "not found",
    }),
    path: ({ ids }) => `/settings/service-accounts/${ids.serviceAccount}/vault-history`,
  },
  "/settings/access-rules/explain": {
    ...forAdmins(""),
    path: ({ ids, resources }) =>
      `/settings/access-rules/explain?subject=${ids.member}&can=modify&object=${resources.task}`,
  },
  "/settings/access-rules/who-can": {
    ...forAdmins(""),
    path: ({ resources }) => `/settings/access-rules/who-can?object=${resources.task}`,
  },
  "/settings/access-rules/what-can": {
    ...forAdmins(""),
    path: ({ ids }) => `/settings/access-rules/what-can?subject=${ids.owner}`,
  },
  "/settings/groups": forAdmins("/settings/groups"),
  "/settings/access-rules": forAdmins("/settings/access-rules"),
  "/settings/access-rules/guards": forAdmins("/settings/access-rules/guards"),
  "/settings/access-rules/as-code": forAdmins("/settings/access-rules/as-code"),
  "/settings/billing": forAdmins("/settings/billing"),
  "/settings/billing/upgrade": ofPlans("/settings/billing/upgrade"),
  "/settings/billing/return": ofPlans("/settings/billing/return"),
  "/settings/billing/invoices": ofPlans("/settings/billing/invoices"),
  "/settings/groups/[groupId]": {
    ...forAdmins("", {
      foreignAdminAtHome: "not found",
      removedAtHome: "not found",
      elsewhereAtHome: "not found",
    }),
    path: ({ groupId }) => `/settings/groups/${groupId}`,
  },
  "/projects": forMembers("/projects"),
  "/projects/[projectId]": ofResource(({ project }) => `/projects/${project}`),
  "/projects/tasks/[taskId]/samples": ofResource(({ task }) => `/projects/tasks/${task}/samples`),
  "/projects/tasks/[taskId]/samples/large": ofResource(
    ({ task }) => `/projects/tasks/${task}/samples/large?metric=boxes&variant=dock&iteration=1`,
  ),
  "/projects/tasks/[taskId]": ofResource(({ task }) => `/projects/tasks/${task}`),
  "/projects/models/[modelId]/samples/large": ofResource(
    ({ model }) => `/projects/models/${model}/samples/large?metric=boxes&variant=dock&iteration=1`,
  ),
  "/projects/models/[modelId]": ofResource(({ model }) => `/projects/models/${model}`),
  "/projects/datasets/[datasetId]": ofResource(({ dataset }) => `/projects/datasets/${dataset}`),
  "/projects/dataviews/[dataviewId]": ofResource(({ dataview }) => `/projects/dataviews/${dataview}`),
  "/projects/queues": forMembers("/projects/queues"),
  "/projects/queues/[queueId]": ofResource(({ queue }) => `/projects/queues/${queue}`),
  "/projects/workers": forMembers("/projects/workers"),
  "/projects/search": forMembers("/projects/search?search=e"),
  "/projects/[projectId]/[...path]": leadsTo("/projects/tasks/ID", ({ project, task }) => {
    return `/projects/${project}/experiments/${task}/output/log`;
  }),
  "/datasets/[...path]": leadsTo(
    "/projects/tasks/ID",
    ({ task }) => `/datasets/simple/*/experiments/${task}`,
  ),
  "/pipelines/[...path]": leadsTo("/projects/ID", ({ project }) => `/pipelines/${project}/experiments`),
  "/workers-and-queues/[[...path]]": leadsTo("/projects/queues/ID", ({ queue }) => {
    return `/workers-and-queues/queues?id=${queue}`;
  }),
};

/** What a person comes to see who opens an address or follows a link to it, with all that they are sent. */
export async function openPage(
  url: string,
  path: string,
  caller: Caller,
): Promise<{ sight: string; text: string }> {
  const { status, headers, text } = await sendRaw(`${url}${path}`, {
    headers: { accept: "text/html", ...caller.headers },
  });
  const followed = await sendRaw(`${url}${path}`, { headers: { rsc: "1", ...caller.headers } });
  const target = new URL(String(headers.location ?? path), url);
  if (status === 307 && target.pathname === "/switch-workspace") {
    const offer = await openPage(url, `${target.pathname}${target.search}`, caller);
    return { ...offer, text: text + followed.text + offer.text };
  }
  return { sight: sightOf({ status, target, text }), text: text + followed.text };
}

function sightOf({ status, target, text }: { status: number; target: URL; text: string }): string {
  if (status === 307 && target.pathname === "/sign-in") return "sign in";
  if (status === 307) return `to ${target.pathname.replace(/\b[0-9a-f]{32}\b/g, "ID")}`;
  if (status === 200) return target.pathname === "/switch-workspace" ? "switch offered" : "shown";
  if (status === 403 && text.includes("You need admin access for this page")) return "for administrators";
  if (status === 404 && text.includes("Page not found")) return "not found";
  return `http ${status}`;
}
