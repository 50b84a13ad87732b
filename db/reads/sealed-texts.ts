import { and, isNotNull, not, sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db } from "../client";
import { auditEvents } from "../schema/audit-events";
import { installation, installationEvents } from "../schema/installation";
import { type SealedColumn, type SealedColumnName, sealedColumns } from "../schema/sealed-columns";
import { workspaceHeads } from "../schema/workspaces";

/** A sealed text as far as its key goes: what its row is known by, and `v1.keyId.wrappedKey.` */
export type SealedHead = { key: string[]; head: string };

const headPattern = "^v1\\.[^.]*\\.[^.]*\\.";

/** Over all workspaces, in the order of their keys: what is sealed under another key than `keyId`. */
export async function listSealedHeads(
  name: SealedColumnName,
  keyId: string,
  after: string[] | undefined,
  limit: number,
): Promise<SealedHead[]> {
  const { table, column, key }: SealedColumn = sealedColumns[name];
  const columns = sql.join(key, sql`, `);
  const isLater =
    after &&
    sql`(${columns}) > (${sql.join(
      after.map((each) => sql`${each}`),
      sql`, `,
    )})`;
  return db()
    .select({
      key: sql<string[]>`array[${sql.join(
        key.map((each) => sql`${each}::text`),
        sql`, `,
      )}]`,
      head: sql<string>`coalesce(substring(left(${column}, 200) from ${headPattern}), '')`,
    })
    .from(table)
    .where(and(isNotNull(column), not(isUnder(column, keyId)), isLater))
    .orderBy(...key)
    .limit(limit);
}

export type KeyUse = { keyId: string; rows: number };

/** How many sealed texts use each key. */
export async function countSealedTexts(name: SealedColumnName): Promise<KeyUse[]> {
  const { table, column }: SealedColumn = sealedColumns[name];
  return countByKey(table, sql`split_part(left(${column}, 40), '.', 2)`, sql`${column} is not null`);
}

/** How many ends of audit logs are signed by each key, the installation's own included. */
export async function countSignedHeads(): Promise<KeyUse[]> {
  const ofWorkspaces = await countByKey(
    workspaceHeads,
    sql`split_part(${workspaceHeads.auditSeal}, '.', 1)`,
    sql`${workspaceHeads.auditSeal} <> ''`,
  );
  const ofInstallation = await countByKey(
    installation,
    sql`split_part(${installation.auditSeal}, '.', 1)`,
    sql`${installation.auditSeal} <> ''`,
  );
  return sumUses([...ofWorkspaces, ...ofInstallation]);
}

/** How many audit entries are signed by each key. Reads every entry there is. */
export async function countSignedEntries(): Promise<KeyUse[]> {
  const isSigned = (column: typeof auditEvents.hash | typeof installationEvents.hash) =>
    sql`${column} like '%.%'`;
  const ofWorkspaces = await countByKey(
    auditEvents,
    sql`split_part(${auditEvents.hash}, '.', 1)`,
    isSigned(auditEvents.hash),
  );
  const ofInstallation = await countByKey(
    installationEvents,
    sql`split_part(${installationEvents.hash}, '.', 1)`,
    isSigned(installationEvents.hash),
  );
  return sumUses([...ofWorkspaces, ...ofInstallation]);
}

/** Over all workspaces: those whose log's end is signed by another key than `keyId`. */
export async function listHeadsSignedOtherwise(
  keyId: string,
  after: string,
  limit: number,
): Promise<WorkspaceId[]> {
  const rows = await db()
    .select({ workspaceId: workspaceHeads.workspaceId })
    .from(workspaceHeads)
    .where(
      and(
        sql`${workspaceHeads.auditSeal} <> ''`,
        sql`${workspaceHeads.auditSeal} not like ${`${keyId}.%`}`,
        sql`${workspaceHeads.workspaceId} > ${after}`,
      ),
    )
    .orderBy(workspaceHeads.workspaceId)
    .limit(limit);
  return rows.map(({ workspaceId }) => workspaceId);
}

const isUnder = (column: SealedColumn["column"], keyId: string) => sql`${column} like ${`v1.${keyId}.%`}`;

async function countByKey(
  table: SealedColumn["table"],
  keyId: ReturnType<typeof sql>,
  where: ReturnType<typeof sql>,
): Promise<KeyUse[]> {
  return db()
    .select({ keyId: sql<string>`${keyId}`, rows: sql<number>`count(*)::int` })
    .from(table)
    .where(where)
    .groupBy(sql`1`);
}

function sumUses(uses: KeyUse[]): KeyUse[] {
  const sums = new Map<string, number>();
  for (const { keyId, rows } of uses) sums.set(keyId, (sums.get(keyId) ?? 0) + rows);
  return [...sums].map(([keyId, rows]) => ({ keyId, rows }));
}
