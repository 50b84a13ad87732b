import { beforeAll, describe, expect, test } from "vitest";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { pool } from "../client";
import { openTestDatabase } from "../testing/database";
import { makePerson, makeWorkspace } from "../testing/factories";
import {
  countCredentials,
  findPresentedCredential,
  findWorkspaceOfAccessKey,
  listCredentials,
} from "./credentials";

openTestDatabase();

const inWorkspace = 10_000;
let workspaceId: WorkspaceId;
let userId: UserId;
let accessKey: string;

/** One workspace with many credentials, two of every three used, among others with as many. */
beforeAll(async () => {
  const person = await makePerson();
  userId = person.id;
  const others = [await makeWorkspace(person), await makeWorkspace(person), await makeWorkspace(person)];
  workspaceId = await makeWorkspace(person);
  const member = await makePerson();
  const sql = pool();
  // An analyze that comes by itself holds rows back from the vacuum below, and the plans then differ from run to run.
  await sql`alter table api_credentials set (autovacuum_enabled = false)`;
  await sql`alter table credential_uses set (autovacuum_enabled = false)`;
  for (const [index, id] of [...others, workspaceId].entries()) {
    await sql`
      insert into api_credentials (access_key, workspace_id, user_id, label, secret_hash, created_at)
      select 'K' || ${index}::int || lpad(n::text, 28, '0'), ${id}, case when n % 50 = 0 then ${person.id} else ${member.id} end,
        'label ' || n, md5(n::text), now() - n * interval '1 minute'
      from generate_series(1, ${inWorkspace}) n`;
    await sql`
      insert into credential_uses (workspace_id, access_key, last_used_at, worker, address)
      select workspace_id, access_key, created_at, 'gpu', '192.0.2.1' from api_credentials
      where workspace_id = ${id} and right(access_key, 1) not in ('0', '3', '6', '9')`;
  }
  accessKey = `K3${"1".padStart(28, "0")}`;
  await sql`vacuum analyze`;
}, 120_000);

type Plan = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Plan[];
};

const large = ["api_credentials", "credential_uses"];

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** What the database did for a read that the product makes: its statements are caught on their way and explained. */
async function plansOf(read: () => Promise<unknown>): Promise<Plan[]> {
  const sql = pool();
  const caught: { text: string; values: unknown[] }[] = [];
  sql.options.debug = (_, text, values) => caught.push({ text, values });
  try {
    await read();
  } finally {
    sql.options.debug = false;
  }
  const plans: Plan[] = [];
  for (const { text, values } of caught) {
    const [row] = await sql.unsafe<{ "QUERY PLAN": { Plan: Plan }[] }[]>(
      `explain (analyze, format json) ${text}`,
      values as string[],
    );
    if (row) plans.push(...row["QUERY PLAN"].map(({ Plan }) => Plan));
  }
  expect(plans.length).toBeGreaterThan(0);
  return plans.flatMap(nodesOf);
}

const readsOf = (nodes: Plan[]) => nodes.filter((node) => large.includes(node["Relation Name"] ?? ""));
const rowsRead = (nodes: Plan[]) =>
  nodes.reduce(
    (sum, node) => sum + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"],
    0,
  );

describe("in a workspace with ten thousand credentials", () => {
  test.each<[string, () => Promise<unknown>, number]>([
    ["everybody's first page", () => listCredentials(workspaceId, undefined, { limit: 20, offset: 0 }), 100],
    [
      "everybody's hundredth page",
      () => listCredentials(workspaceId, undefined, { limit: 20, offset: 1_980 }),
      5_000,
    ],
    ["one's own first page", () => listCredentials(workspaceId, userId, { limit: 20, offset: 0 }), 100],
    ["the workspace of a key", () => findWorkspaceOfAccessKey(accessKey), 1],
    ["a key that is presented", () => findPresentedCredential(workspaceId, accessKey), 1],
    ["the count of one's own", () => countCredentials(workspaceId, userId), 4 * 200],
  ])("%s is read by indexes, and little beside it", async (_, read, most) => {
    const reads = readsOf(await plansOf(read));
    expect(reads.length).toBeGreaterThan(0);
    expect(reads.map((node) => node["Node Type"]).filter((type) => type === "Seq Scan")).toEqual([]);
    expect(rowsRead(reads)).toBeLessThanOrEqual(most);
  });

  test("the count of everybody's reads this workspace's entries in an index alone", async () => {
    const reads = readsOf(await plansOf(() => countCredentials(workspaceId, undefined)));
    expect(reads.map((node) => node["Node Type"]).filter((type) => type === "Seq Scan")).toEqual([]);
    expect(rowsRead(reads)).toBeLessThanOrEqual(inWorkspace);
  });

  test("a page comes in order, with its uses and without any of another workspace", async () => {
    const rows = await listCredentials(workspaceId, undefined, { limit: 30, offset: 9_980 });
    expect(rows.map((row) => row.accessKey)).toEqual(
      Array.from({ length: 20 }, (_, index) => `K3${String(9_981 + index).padStart(28, "0")}`),
    );
    expect(rows.map((row) => row.lastUsedWorker)).toEqual(
      rows.map((row) => (/[0369]$/.test(row.accessKey) ? null : "gpu")),
    );
    expect(await countCredentials(workspaceId, userId)).toBe(inWorkspace / 50);
  });
});
