import { sql } from "drizzle-orm";
import { withServiceAccounts } from "@/lib/core/access/change";
import { type Guard, guardText } from "@/lib/core/access/guards/guard";
import type { RuleObject, RulePermission, RuleType } from "@/lib/core/access/rules/rule-names";
import type { World } from "@/lib/core/access/types";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { BuiltInGroup } from "@/lib/core/workspace/group-words";
import type { UserKind } from "@/lib/core/workspace/role";
import type { Reader } from "../client";
import { listGroupsWithMembers, listObjectsAround, listPrincipals, listRules } from "./access-world";
import { objectNamed } from "./rule-objects";

export type GuardView = {
  id: string;
  name: string;
  /** The statement as a sentence. */
  text: string;
  allows: boolean;
  access: RulePermission;
  type: RuleType;
  object: RuleObject;
  principal: { id: string; name: string; kind: UserKind | "group"; builtIn: BuiltInGroup | null };
  createdAt: Date;
  brokenAt: Date | null;
};

type Row = Omit<GuardView, "text" | "createdAt" | "brokenAt"> & {
  createdMs: number;
  brokenMs: number | null;
};

/** All of the workspace, which are few, by name. */
export async function listGuards(workspaceId: WorkspaceId, on: Reader): Promise<GuardView[]> {
  const rows = await on.execute<Row>(sql`
    select a.id, a.name, a.allows, a.access, a.type,
      json_build_object('id', o.id, 'name', o.name, 'path', o.path) as object,
      json_build_object(
        'id', coalesce(m.user_id, g.id), 'name', coalesce(m.name, g.name),
        'kind', coalesce(m.kind, 'group'), 'builtIn', g.built_in
      ) as principal,
      (extract(epoch from a.created_at) * 1000)::float8 as "createdMs",
      (extract(epoch from a.broken_at) * 1000)::float8 as "brokenMs"
    from access_guards a
    cross join lateral (${objectNamed(workspaceId, sql`a.type`, sql`a.target_id`)}) o
    left join memberships m on m.workspace_id = ${workspaceId} and m.user_id = a.user_id
    left join groups g on g.workspace_id = ${workspaceId} and g.id = a.group_id
    where a.workspace_id = ${workspaceId}
    order by lower(a.name), a.id`);
  return rows.map(({ createdMs, brokenMs, ...row }) => ({
    ...row,
    text: guardText({ ...row, principalName: row.principal.name }),
    createdAt: new Date(createdMs),
    brokenAt: brokenMs === null ? null : new Date(brokenMs),
  }));
}

/** As the engine knows it, in which built-in groups have their kind as ID. */
export function guardOf({ principal, allows, access, object }: GuardView): Guard {
  const kind = principal.kind === "group" ? "group" : "user";
  return { principal: { kind, id: principal.builtIn ?? principal.id }, allows, access, targetId: object.id };
}

/** As much of the workspace as guards about these objects depend on. */
export async function readWorldAround(
  workspaceId: WorkspaceId,
  targetIds: readonly string[],
  on: Reader,
): Promise<World> {
  const users = await listPrincipals(workspaceId, on);
  const groups = await listGroupsWithMembers(workspaceId, on);
  const rules = await listRules(workspaceId, on);
  const ruled = rules.flatMap(({ target }) => (target === null ? [] : [target]));
  const resources = await listObjectsAround(workspaceId, [...new Set([...ruled, ...targetIds])], on);
  return withServiceAccounts({ users, groups, rules, resources });
}
