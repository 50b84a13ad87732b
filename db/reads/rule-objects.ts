import { type SQL, sql } from "drizzle-orm";
import type { RuleObject, RuleType } from "@/lib/core/access/rules/rule-names";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { containsPattern } from "@/lib/core/list-query";
import type { Reader } from "../client";
import { isLeftOut, type Shown } from "./browse-conditions";

const pathOfProject = sql`nullif(left(o.name, -length(o.basename) - 1), '')`;
const pathOfContent = (workspaceId: WorkspaceId) =>
  sql`(select p.name from projects p where p.workspace_id = ${workspaceId} and p.id = o.project_id)`;

type Kind = {
  type: RuleType;
  table: SQL;
  name: SQL;
  path: (workspaceId: WorkspaceId) => SQL;
  /** What its objects live in. */
  parent?: SQL;
  /** The project that hides them. Datasets show, although they live in hidden projects. */
  hiddenBy?: SQL;
};

const content = {
  ...{ name: sql`o.name`, path: pathOfContent, parent: sql`o.project_id` },
  hiddenBy: sql`o.project_id`,
};

/** How the objects that rules can be about are kept, each as a row `o`. */
export const objectKinds: readonly Kind[] = [
  {
    type: "project",
    table: sql`projects`,
    name: sql`o.basename`,
    path: () => pathOfProject,
    hiddenBy: sql`o.id`,
  },
  { type: "task", table: sql`tasks`, ...content },
  { type: "model", table: sql`models`, ...content },
  { type: "dataview", table: sql`dataviews`, ...content },
  {
    type: "dataset",
    table: sql`datasets`,
    name: sql`o.name`,
    path: pathOfContent,
    parent: sql`o.project_id`,
  },
  {
    type: "queue",
    table: sql`queues`,
    name: sql`coalesce(o.display_name, o.name)`,
    path: () => sql`null`,
  },
];

/** `id`, `name` and `path` of the object of a type with an id: by the key of one table. */
export function objectNamed(workspaceId: WorkspaceId, type: SQL, id: SQL): SQL {
  const each = objectKinds.map(
    (kind) => sql`
      select o.id, ${kind.name} as name, ${kind.path(workspaceId)} as path from ${kind.table} o
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
  const kind = objectKinds.find((each) => each.type === type);
  if (!kind) return undefined;
  const [row] = await on.execute<RuleObject>(sql`
    select o.id, ${kind.name} as name, ${kind.path(workspaceId)} as path from ${kind.table} o
    where o.workspace_id = ${workspaceId} and o.id = ${id}`);
  return row && { ...row };
}

/** Of one type, or of any. */
export async function searchRuleObjects(
  workspaceId: WorkspaceId,
  type: RuleType | undefined,
  search: string,
  limit: number,
  on: Reader,
): Promise<(RuleObject & { type: RuleType })[]> {
  const kinds = objectKinds.filter((kind) => type === undefined || kind.type === type);
  if (kinds.length === 0) return [];
  const each = kinds.map((kind) => sql`(${fitting(workspaceId, kind, search, limit)})`);
  const rows = await on.execute<RuleObject & { type: RuleType }>(sql`
    select type, id, name, path from (${sql.join(each, sql` union all `)}) o
    order by begins desc, lower(sorted), id limit ${limit}`);
  return rows.map((row) => ({ ...row }));
}

const everything: Shown = { hidden: true, examples: true };

/** The first of each type that are in its scope, in one statement. What does not show is found by its ID alone. */
export async function searchObjects(
  workspaceId: WorkspaceId,
  scopes: Partial<Record<RuleType, ListScope>>,
  search: string,
  limit: number,
  on: Reader,
  shown = everything,
): Promise<(RuleObject & { type: RuleType })[]> {
  const leftOut = isLeftOut(shown);
  const each = objectKinds.flatMap((kind) => {
    const scope = scopes[kind.type];
    return scope
      ? [sql`(${fitting(workspaceId, kind, search, limit, { scope, leavesOut: leftOut !== undefined })})`]
      : [];
  });
  if (each.length === 0) return [];
  const rows = await on.execute<RuleObject & { type: RuleType }>(sql`
    ${
      leftOut
        ? sql`with left_out as materialized (
      select id from projects where workspace_id = ${workspaceId} and ${leftOut}
    )`
        : sql``
    }
    select type, id, name, path from (${sql.join(each, sql` union all `)}) o
    order by begins desc, lower(sorted), id`);
  return rows.map((row) => ({ ...row }));
}

function isIn(scope: ListScope, parent: SQL | undefined): SQL {
  if (scope.whole) return sql`true`;
  const byId = sql`o.id = any(${sql.param([...scope.ids])}::text[])`;
  if (!parent || scope.parentIds.length === 0) return byId;
  return sql`(${parent} = any(${sql.param([...scope.parentIds])}::text[]) or ${byId})`;
}

/**
 * Objects of a kind whose name or ID fits, or, with a slash, whose whole path does; those whose name begins with what is
 * searched come first. Projects are searched by their whole path.
 */
function fitting(
  workspaceId: WorkspaceId,
  { type, ...kind }: Kind,
  search: string,
  limit: number,
  { scope, leavesOut }: { scope: ListScope; leavesOut: boolean } = {
    scope: { whole: true },
    leavesOut: false,
  },
): SQL {
  const wanted = search.replaceAll(/\s*\/\s*/g, "/");
  const pattern = containsPattern(wanted);
  const beginning = pattern.slice(1);
  const inPath = wanted.includes("/") && type !== "project" && type !== "queue";
  const fits = inPath
    ? sql`concat_ws('/', ${kind.path(workspaceId)}, o.name) ilike ${pattern}`
    : sql`(o.name ilike ${pattern} or o.id = ${wanted})`;
  const shows = sql`(
    ${kind.hiddenBy} is null or not (${kind.hiddenBy} = any(array(select id from left_out))) or o.id = ${wanted}
  )`;
  const begins = wanted === "" ? sql`false` : sql`(${kind.name} ilike ${beginning})`;
  return sql`
    select ${type} as type, o.id, ${kind.name} as name, ${kind.path(workspaceId)} as path, o.name as sorted,
      ${begins} as begins
    from ${kind.table} o where o.workspace_id = ${workspaceId} and ${isIn(scope, kind.parent)}
      ${wanted === "" ? sql`` : sql`and ${fits}`} ${leavesOut && kind.hiddenBy ? sql`and ${shows}` : sql``}
    order by ${wanted === "" ? sql`` : sql`begins desc,`} lower(o.name), o.id limit ${limit}`;
}
