import { connect } from "../client";
import { distribution } from "../schema/distribution";

/**
 * Distributes a migrated database by workspace where it is one of a Citus cluster's. Foreign keys are taken away
 * for it and put back: two tables can refer to each other once both are distributed.
 */
export async function distribute(url: string): Promise<void> {
  const sql = connect(url, { maxConnections: 1 });
  try {
    const [citus] = await sql`select 1 from pg_extension where extname = 'citus'`;
    if (!citus) return;
    const [known] = await sql`select 1 from pg_dist_partition where logicalrelid = 'memberships'::regclass`;
    if (known) return;
    const keys = await sql<{ table: string; name: string; definition: string }[]>`
      select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`;
    for (const { table, name } of keys) await sql.unsafe(`alter table ${table} drop constraint ${name}`);
    for (const table of distribution.reference) await sql`select create_reference_table(${table})`;
    for (const table of distribution.workspaceOwned) {
      const beside = table === distribution.workspaceOwned[0] ? "default" : distribution.workspaceOwned[0];
      await sql`select create_distributed_table(${table}, 'workspace_id', colocate_with => ${beside})`;
    }
    for (const { table, name, definition } of keys) {
      await sql.unsafe(`alter table ${table} add constraint ${name} ${definition}`);
    }
  } finally {
    await sql.end();
  }
}
