import type { ResultCode } from "@/lib/wire/result-codes";
import type { Credentials } from "../wire-client";
import { basic, bearer } from "../wire-client";
import { resourceCallRows } from "./resource-calls";
import type { World } from "./world";

/** How programs come, and how they are to be turned away. */
export const clients = [
  "nothing",
  "session",
  "removed",
  "removedToken",
  "foreignAdminNamingTarget",
  "memberAsOwner",
  "foreignAdmin",
  "serviceAccount",
  "member",
  "admin",
  "owner",
] as const;
export type Client = (typeof clients)[number];

export function headersOf({ callers, ids, workspaceId }: World, client: Client): Record<string, string> {
  const of = (person: keyof typeof callers) => ({
    authorization: basic(callers[person].credentials as Credentials),
  });
  switch (client) {
    case "nothing":
      return {};
    case "session":
      return callers.owner.headers;
    case "removedToken":
      return { authorization: bearer(callers.removed.token ?? "") };
    case "foreignAdminNamingTarget":
      return { ...of("foreignAdmin"), "x-clearml-tenant": workspaceId };
    case "memberAsOwner":
      return { ...of("member"), "x-clearml-impersonate-as": ids.owner };
    default:
      return of(client);
  }
}

export type CallRow = {
  parameters: (world: World) => Record<string, unknown>;
  cells: Partial<Record<Client, ResultCode>> & Record<Asked, ResultCode>;
};

type Asked = "nothing" | "session" | "removed" | "foreignAdmin" | "serviceAccount" | "member";

const turnedAway = {
  nothing: "noCredentials",
  session: "noCredentials",
  removed: "invalidCredentials",
  removedToken: "invalidToken",
  foreignAdminNamingTarget: "invalidCredentials",
  memberAsOwner: "impersonationError",
} as const satisfies Partial<CallRow["cells"]>;

/** On what is the caller's own. */
function byEverybody(
  parameters: Record<string, unknown> = {},
  cells: Partial<CallRow["cells"]> = {},
): CallRow {
  return {
    parameters: () => parameters,
    cells: { ...turnedAway, foreignAdmin: "ok", serviceAccount: "ok", member: "ok", admin: "ok", ...cells },
  };
}

/** Answered to every caller. */
function openToAll(): CallRow {
  return {
    parameters: () => ({}),
    cells: Object.fromEntries(clients.map((client) => [client, "ok"])) as CallRow["cells"],
  };
}

/** On a personal vault, which a service account may not write. */
function byPeople(parameters: Record<string, unknown>, cells: Partial<CallRow["cells"]> = {}): CallRow {
  return byEverybody(parameters, { serviceAccount: "notAuthorized", ...cells });
}

/** Names credentials of the owner's: by them or others, a program acts on those of its own member alone. */
function onOwnersKey(code: ResultCode, parameters: CallRow["parameters"]): CallRow {
  return {
    parameters,
    cells: {
      ...turnedAway,
      foreignAdmin: code,
      serviceAccount: code,
      member: code,
      admin: code,
      owner: "ok",
    },
  };
}

const servedModel = { container_id: "c", endpoint_name: "e", model_name: "m" };

/** Every call of the protocol, by its name: one that has no row here, or is gone, fails the test. */
export const callRows: Record<string, CallRow> = {
  "auth.login": byEverybody(),
  "serving.register_container": byEverybody(servedModel),
  "serving.container_status_report": byEverybody({ ...servedModel, endpoint_url: "https://example.com" }),
  "serving.unregister_container": byEverybody(servedModel),
  "auth.logout": byEverybody(),
  "auth.fixed_users_mode": openToAll(),
  "auth.validate_token": byEverybody({ token: "x.y.z" }),
  "auth.create_credentials": byEverybody({ label: "New" }),
  "auth.get_credentials": byEverybody(),
  "auth.edit_credentials": onOwnersKey("invalidAccessKey", ({ ownersAccessKey }) => ({
    access_key: ownersAccessKey,
    label: "New",
  })),
  "auth.revoke_credentials": onOwnersKey("invalidUser", ({ ownersAccessKey }) => ({
    access_key: ownersAccessKey,
  })),
  "debug.ping": openToAll(),
  "login.supported_modes": openToAll(),
  "login.logout": openToAll(),
  "organization.get_tags": byEverybody(),
  "organization.get_entities_count": byEverybody({ tasks: {} }),
  "server.endpoints": byEverybody(),
  "server.info": byEverybody(),
  "server.report_stats_option": byEverybody(),
  "server.config": byEverybody(),
  "users.get_vaults": byEverybody(),
  "users.get_all": byEverybody(),
  "users.get_all_ex": byEverybody(),
  "users.get_by_id": {
    parameters: ({ ids }) => ({ user: ids.owner }),
    cells: byEverybody({}, { foreignAdmin: "invalidUserId" }).cells,
  },
  "users.get_current_user": byEverybody(),
  "users.update": {
    parameters: ({ ids }) => ({ user: ids.member, name: "Another Name" }),
    cells: byEverybody(
      {},
      { foreignAdmin: "invalidUserId", serviceAccount: "noWritePermission", admin: "noWritePermission" },
    ).cells,
  },
  "users.add_or_update_vault": byPeople({ vault: { data: "a = 2" } }),
  "users.set_vault": byPeople({ vault: { data: "a = 2" } }),
  "users.create_vault": byPeople(
    { vault: { data: "a = 2" } },
    { member: "expectedUniqueData", admin: "expectedUniqueData" },
  ),
  "users.update_vault": byPeople({ vault: { data: "a = 2" } }, { foreignAdmin: "invalidId" }),
  "users.delete_vaults": {
    parameters: ({ adminVaultId }) => ({ vaults: [adminVaultId] }),
    cells: byPeople({}, { foreignAdmin: "invalidId", member: "invalidId" }).cells,
  },
  "users.get_preferences": byEverybody(),
  "users.set_preferences": byEverybody({ preferences: { theme: "dark" } }),
  ...resourceCallRows,
};

export type RouteRow = {
  path: string;
  /** A form, where it is a text. */
  body?: string | ((world: World) => object);
  cells: Partial<Record<Client, number>> & Record<Asked, number>;
  /** It changes nothing, but who asks is in the audit log. */
  isAudited?: boolean;
};

const toAll = (status: number) => ({
  nothing: status,
  session: status,
  removed: status,
  foreignAdmin: status,
  serviceAccount: status,
  member: status,
});

const ownerOf = ({ ids }: World) => ({ type: "user", id: ids.owner });
const everyTask = { type: "task", id: "*" };

/** Asked by admins, and here by no service account. Of another workspace, whoever is named is not there. */
function decision(path: string, body: (world: World) => object): RouteRow {
  return {
    path: `/access/v1/${path}`,
    body,
    cells: { ...toAll(401), foreignAdmin: 200, serviceAccount: 403, member: 403, admin: 200, owner: 200 },
  };
}

const emptyFile = "access_configuration: 1\n...\n";

/** For admins, and here for no service account: none of these is in Admins. */
function configuration(path: string, status: number, sent: Partial<RouteRow> = {}): RouteRow {
  return {
    path: `/api/access-configuration${path}`,
    ...sent,
    cells: {
      ...toAll(401),
      ...{ foreignAdmin: status, serviceAccount: 403, member: 403, admin: status, owner: status },
    },
  };
}

/** Every route handler, by its method and route: one that has no row here, or is gone, fails the test. */
export const routeRows: Record<string, RouteRow> = {
  "GET /icon.svg": { path: "/icon.svg", cells: toAll(200) },
  "GET /api/auth/[...nextauth]": { path: "/api/auth/session", cells: toAll(200) },
  "POST /api/auth/[...nextauth]": { path: "/api/auth/signout", body: "csrfToken=none", cells: toAll(302) },
  "GET /api/health/live": { path: "/api/health/live", cells: toAll(200) },
  "GET /api/health/ready": { path: "/api/health/ready", cells: toAll(200) },
  "GET /projects/tasks/[taskId]/plot.json": {
    path: "/projects/tasks/none/plot.json?metric=m&variant=v&iteration=0",
    cells: { ...toAll(401), session: 404 },
  },
  "GET /projects/tasks/[taskId]/log.txt": {
    path: "/projects/tasks/none/log.txt",
    cells: { ...toAll(401), session: 404 },
  },
  "GET /api/vault": {
    path: "/api/vault",
    cells: { ...toAll(401), removedToken: 401, foreignAdmin: 200, serviceAccount: 200, member: 200 },
  },
  "GET /settings/billing/invoices/[invoiceId]/pdf": {
    path: "/settings/billing/invoices/in_1/pdf",
    cells: { ...toAll(401), session: 503 },
  },
  "GET /settings/billing/calls.csv": {
    path: "/settings/billing/calls.csv",
    cells: { ...toAll(401), session: 200 },
  },
  "POST /settings/access-rules/preview": {
    path: "/settings/access-rules/preview",
    body: ({ workspaceId, accessRuleId: ruleId }) => ({
      drawnFor: workspaceId,
      input: { change: { kind: "rule_deleted", ruleId } },
    }),
    cells: { ...toAll(401), session: 200 },
  },
  "GET /projects/models/[modelId]/plot.json": {
    path: "/projects/models/none/plot.json?metric=m&variant=v&iteration=0",
    cells: { ...toAll(401), session: 404 },
  },
  "GET /projects/models/[modelId]/sample": {
    path: "/projects/models/none/sample?metric=a&variant=b&iteration=1",
    cells: { ...toAll(401), session: 404 },
  },
  "GET /projects/tasks/[taskId]/sample": {
    path: "/projects/tasks/none/sample?metric=a&variant=b&iteration=1",
    cells: { ...toAll(401), session: 404 },
  },
  "GET /.well-known/authzen-configuration": {
    path: "/.well-known/authzen-configuration",
    cells: toAll(200),
  },
  "GET /api/access-configuration": configuration("", 200, { isAudited: true }),
  "POST /api/access-configuration/plan": configuration("/plan", 200, { body: emptyFile }),
  "POST /api/access-configuration/apply": configuration("/apply", 428, { body: emptyFile }),
  "POST /access/v1/evaluation": decision("evaluation", (world) => ({
    subject: ownerOf(world),
    action: { name: "read" },
    resource: everyTask,
  })),
  "POST /access/v1/evaluations": decision("evaluations", (world) => ({
    subject: ownerOf(world),
    action: { name: "read" },
    evaluations: [{ resource: everyTask }, { resource: { type: "task", id: "none" } }],
  })),
  "POST /access/v1/search/subject": decision("search/subject", () => ({
    subject: { type: "user" },
    action: { name: "read" },
    resource: everyTask,
  })),
  "POST /access/v1/search/resource": decision("search/resource", (world) => ({
    subject: ownerOf(world),
    action: { name: "read" },
    resource: { type: "project" },
  })),
  "POST /access/v1/search/action": decision("search/action", (world) => ({
    subject: ownerOf(world),
    resource: everyTask,
  })),
};
