import { type SQL, sql } from "drizzle-orm";
import type { RuleObject, RuleType } from "@/lib/core/access/rules/forms";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { Reader } from "../client";

const pathOfProject = sql`nullif(left(o.name, -length(o.basename) - 1), '')`;
const pathOfContent = (workspaceId: WorkspaceId) =>
  sql`(select p.name from projects p where p.workspace_id = ${workspaceId} and p.id = o.project_id)`;

type Kind = { type: RuleType; table: string; name: SQL; path: (workspaceId: WorkspaceId) => SQL };

const kinds: readonly Kind[] = [
  { type: "project", table: "projects", name: sql`o.basename`, path: () => pathOfProject },
  { type: "task", table: "tasks", name: sql`o.name`, path: pathOfContent },
  { type: "model", table: "models", name: sql`o.name`, path: pathOfContent },
  { type: "dataview", table: "dataviews", name: sql`o.name`, path: pathOfContent },
  { type: "dataset", table: "datasets", name: sql`o.name`, path: pathOfContent },
  { type: "queue", table: "queues", name: sql`coalesce(o.display_name, o.name)`, path: () => sql`null` },
];

/** `id`, `name` and `path` of the object of a type with an id: by the key of one table. */
export function objectNamed(workspaceId: WorkspaceId, type: SQL, id: SQL): SQL {
  const each = kinds.map(
    (kind) => sql`
      select o.id, ${kind.name} as name, ${kind.path(workspaceId)} as path from ${sql.identifier(kind.table)} o
      where ${type} = ${kind.type} and o.workspace_id = ${workspaceId} and o.id = ${id}`,
  );
  return sql.join(each, sql` union all `);
}

export async function findRuleObject(
  workspaceId: WorkspaceId,
  type: RuleType,
  id: string,
  on: Reader,
): Promise<RuleObject | undefined> {
  const kind = kinds.find((each) => each.type === type);
  if (!kind) return undefined;
  const [row] = await on.execute<RuleObject>(sql`
    select o.id, ${kind.name} as name, ${kind.path(workspaceId)} as path from ${sql.identifier(kind.table)} o
    where o.workspace_id = ${workspaceId} and o.id = ${id}`);
  return row && { ...row };
}

/**
 * Objects of a type whose name or ID fits, or, with a slash, whose whole path does; those whose name begins with what is
 * searched come first. Projects are searched by their whole path.
 */
export async function searchRuleObjects(
  workspaceId: WorkspaceId,
  type: RuleType,
  search: string,
  limit: number,
  on: Reader,
): Promise<RuleObject[]> {
  const kind = kinds.find((each) => each.type === type);
  if (!kind) return [];
  const wanted = search.replaceAll(/\s*\/\s*/g, "/");
  const pattern = containsPattern(wanted);
  const beginning = pattern.slice(1);
  const inPath = wanted.includes("/") && type !== "project" && type !== "queue";
  const fits = inPath
    ? sql`concat_ws('/', ${kind.path(workspaceId)}, o.name) ilike ${pattern}`
    : sql`(o.name ilike ${pattern} or o.id = ${wanted})`;
  const rows = await on.execute<RuleObject>(sql`
    select o.id, ${kind.name} as name, ${kind.path(workspaceId)} as path from ${sql.identifier(kind.table)} o
    where o.workspace_id = ${workspaceId} ${wanted === "" ? sql`` : sql`and ${fits}`}
    order by ${wanted === "" ? sql`` : sql`(${kind.name} ilike ${beginning}) desc,`} lower(o.name), o.id
    limit ${limit}`);
  return rows.map((row) => ({ ...row }));
}
