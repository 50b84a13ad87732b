import { and, eq } from "drizzle-orm";
import type { Rule } from "@/lib/core/access/types";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { newId } from "@/lib/server/crypto";
import { inTransaction, type Transaction } from "../client";
import { accessRules } from "../schema/access-rules";
import { datasets, dataviews } from "../schema/datasets";
import { projects } from "../schema/projects";
import { tasks } from "../schema/tasks";
import { recordAccessChanges } from "../writes/access-changes";
import { deleteAccessRule, insertAccessRules } from "../writes/access-rules";
import { insertQueue } from "../writes/queues";

/** Without a name, its ID is its name, below that of its parent. */
export async function makeProject(
  workspaceId: WorkspaceId,
  owner: { id: UserId },
  parentId: string | null = null,
  name?: string,
): Promise<string> {
  const id = newId();
  const at = new Date();
  const basename = name ?? id;
  await inTransaction(async (tx) => {
    const [parent] = await tx
      .select({ name: projects.name })
      .from(projects)
      .where(and(eq(projects.workspaceId, workspaceId), eq(projects.id, parentId ?? "")));
    await tx.insert(projects).values({
      ...{ workspaceId, id, parentId, name: parent ? `${parent.name}/${basename}` : basename, basename },
      ...{ ownerUserId: owner.id, createdAt: at, updatedAt: at },
    });
    const object = { id, type: "project", parent: parentId } as const;
    await recordAccessChanges(tx, workspaceId, [{ kind: "object_put", object }]);
  });
  return id;
}

type Content = {
  workspaceId: WorkspaceId;
  id: string;
  projectId: string | null;
  ownerUserId: UserId;
} & Record<"createdAt" | "updatedAt", Date>;

/** `insert` writes the row; the access engines hear of it. */
async function makeContent(
  type: "task" | "dataview" | "dataset",
  {
    workspaceId,
    owner,
    projectId,
  }: { workspaceId: WorkspaceId; owner: { id: UserId }; projectId: string | null },
  insert: (tx: Transaction, row: Content) => Promise<unknown>,
): Promise<string> {
  const id = newId();
  const at = new Date();
  await inTransaction(async (tx) => {
    await insert(tx, { workspaceId, id, projectId, ownerUserId: owner.id, createdAt: at, updatedAt: at });
    const object = { id, type, parent: projectId };
    await recordAccessChanges(tx, workspaceId, [{ kind: "object_put", object }]);
  });
  return id;
}

export function makeTask(
  workspaceId: WorkspaceId,
  owner: { id: UserId },
  projectId: string | null = null,
): Promise<string> {
  return makeContent("task", { workspaceId, owner, projectId }, (tx, row) => {
    const kind = { name: "Train", type: "training", status: "created" } as const;
    return tx.insert(tasks).values({ ...row, ...kind, statusChangedAt: row.createdAt });
  });
}

export function makeDataview(
  workspaceId: WorkspaceId,
  owner: { id: UserId },
  projectId: string | null = null,
): Promise<string> {
  return makeContent("dataview", { workspaceId, owner, projectId }, (tx, row) =>
    tx.insert(dataviews).values({ ...row, name: "Night scenes", filters: [{ frame_query: "night" }] }),
  );
}

/** In the registry, without a version. */
export function makeDataset(
  workspaceId: WorkspaceId,
  owner: { id: UserId },
  projectId: string | null = null,
): Promise<string> {
  return makeContent("dataset", { workspaceId, owner, projectId }, (tx, row) =>
    tx.insert(datasets).values({ ...row, name: "Street scenes" }),
  );
}

export async function makeQueue(
  workspaceId: WorkspaceId,
  owner: { id: UserId },
  name: string = newId(),
): Promise<string> {
  const id = newId();
  const at = new Date();
  const queue = { id, name, ownerUserId: owner.id, createdAt: at, updatedAt: at };
  await inTransaction((tx) => insertQueue(tx, workspaceId, queue));
  return id;
}

type Wanted = Pick<typeof accessRules.$inferInsert, "type"> & {
  target: string | null;
  access: Rule["access"];
  users?: readonly { id: UserId }[];
  groupIds?: readonly string[];
};

export async function makeAccessRule(
  workspaceId: WorkspaceId,
  { type, target, access, users = [], groupIds = [] }: Wanted,
): Promise<string> {
  const id = newId();
  const at = new Date();
  const row = { id, type, targetId: target, access, createdAt: at, updatedAt: at };
  const userIds = users.map((user) => user.id);
  await inTransaction((tx) => insertAccessRules(tx, workspaceId, [{ ...row, userIds, groupIds }]));
  return id;
}

/** A workspace begins with rules that give everybody everything; without them nobody but admins reaches anything. */
export async function closeWorkspace(
  workspaceId: WorkspaceId,
  { but = null }: { but?: Wanted["type"] | null } = {},
): Promise<void> {
  await inTransaction(async (tx) => {
    const rules = await tx
      .select({ id: accessRules.id, type: accessRules.type })
      .from(accessRules)
      .where(eq(accessRules.workspaceId, workspaceId));
    for (const { id, type } of rules) if (type !== but) await deleteAccessRule(tx, workspaceId, id);
  });
}
