import { pool } from "../client";

type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Cond"?: string;
  "Recheck Cond"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: Plan[];
};

/**
 * Plans look at what is known of a table and at which of its pages hold nothing in flux. An analyze that happens to
 * pass by holds pages back from a vacuum, so it is asked for until none is left.
 */
export async function settleTables(): Promise<void> {
  const sql = pool();
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await sql`vacuum analyze`;
    const [left] = await sql<{ pages: number }[]>`
      select coalesce(sum(relpages - relallvisible), 0)::int as pages from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace`;
    if (left?.pages === 0) return;
    await sql`select pg_sleep(0.2)`;
  }
  throw new Error("Something holds rows back from the vacuum.");
}

type Statement = { text: string; values: unknown[] };

export type TableRead = {
  table: string;
  /** `Seq Scan` and the like. */
  by: string;
  /** What narrows it in the index, with the values that were given. */
  where: string;
  /** Also those that were read and then left out. */
  rows: number;
  /** Of the table and its indexes: entries that an index passes over are in no count of rows. */
  blocks: number;
};

/**
 * What the database reads for a read that the product makes: its statements are caught on their way and explained,
 * once for the values that they carry, and once as they are planned for any.
 */
export async function readsOf(read: () => Promise<unknown>): Promise<TableRead[]> {
  const plans: TableRead[] = [];
  for (const statement of await statementsOf(read)) {
    for (const mode of ["force_custom_plan", "force_generic_plan"]) {
      plans.push(...readsIn(await explain(statement, mode), statement.values));
    }
  }
  if (plans.length === 0) throw new Error("No statement of this reads a table.");
  return plans;
}

async function statementsOf(read: () => Promise<unknown>): Promise<Statement[]> {
  const sql = pool();
  const caught: Statement[] = [];
  sql.options.debug = (_, text, values) => {
    if (!/^\s*(begin|commit)\b/i.test(text)) caught.push({ text, values });
  };
  try {
    await read();
  } finally {
    sql.options.debug = false;
  }
  return caught;
}

async function explain({ text, values }: Statement, mode: string): Promise<Plan> {
  const given = values.length > 0 ? `(${values.map(literal).join(", ")})` : "";
  return pool().begin(async (tx) => {
    await tx.unsafe(`set local plan_cache_mode = ${mode}`);
    await tx.unsafe(`prepare explained as ${text}`);
    const [row] = await tx.unsafe<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(
      `explain (analyze, buffers, format json) execute explained${given}`,
    );
    await tx.unsafe("deallocate explained");
    if (!row) throw new Error("A statement has no plan.");
    return row["QUERY PLAN"][0].Plan;
  });
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return `array[${value.map(literal).join(", ")}]`;
  const text = value instanceof Date ? value.toISOString() : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}

function readsIn(plan: Plan, values: unknown[]): TableRead[] {
  const below = (plan.Plans ?? []).flatMap((each) => readsIn(each, values));
  const table = plan["Relation Name"];
  if (table === undefined) return below;
  const found =
    plan["Actual Rows"] +
    (plan["Rows Removed by Filter"] ?? 0) +
    (plan["Rows Removed by Index Recheck"] ?? 0);
  const where = plan["Index Cond"] ?? plan["Recheck Cond"] ?? "";
  return [
    {
      table,
      by: plan["Node Type"],
      where: where.replace(/\$(\d+)/g, (_, number) => literal(values[Number(number) - 1])),
      rows: found * plan["Actual Loops"],
      blocks: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
    },
    ...below,
  ];
}
