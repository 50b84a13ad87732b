import { beforeAll, describe, expect, inject, test } from "vitest";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { newId } from "@/lib/server/crypto";
import { pool } from "../client";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { join, makeWorkspace } from "../testing/factories/workspace";
import { readsOf, settleTables } from "../testing/plans";
import { countCredentials, findWorkspaceOfAccessKey, listCredentials } from "./credentials";
import { listPresentedCredentials } from "./presented-credentials";

openTestDatabase();

const tag = newId().slice(0, 8);
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
  for (const [index, id] of [...others, workspaceId].entries()) {
    await join(id, member);
    await sql`
      insert into api_credentials (access_key, workspace_id, user_id, label, secret_hash, created_at)
      select ${tag} || ${index}::int || lpad(n::text, 28, '0'), ${id}, case when n % 50 = 0 then ${person.id} else ${member.id} end,
        'label ' || n, md5(n::text), now() - n * interval '1 minute'
      from generate_series(1, ${inWorkspace}) n`;
    await sql`
      insert into credential_uses (workspace_id, access_key, last_used_at, worker, ip)
      select workspace_id, access_key, created_at, 'gpu', '192.0.2.1' from api_credentials
      where workspace_id = ${id} and right(access_key, 1) not in ('0', '3', '6', '9')`;
  }
  accessKey = `${tag}3${"1".padStart(28, "0")}`;
  await settleTables();
}, 120_000);

/** Of the two large tables, in each of the two plans. */
async function expectNarrow(read: () => Promise<unknown>, most: number): Promise<void> {
  const reads = (await readsOf(read)).filter(({ table }) => large.includes(table));
  expect(reads.length).toBeGreaterThan(0);
  expect(reads.filter(({ by }) => by === "Seq Scan")).toEqual([]);
  expect(reads.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThanOrEqual(2 * most);
}

const presented = () =>
  listPresentedCredentials(workspaceId, [{ accessKey, tokenId: "token", asUserId: null }], "vaults");

const large = ["api_credentials", "credential_uses"];
const isShared = inject("cluster").template === null;

describe("in a workspace with ten thousand credentials", () => {
  test.skipIf(isShared).each<[string, () => Promise<unknown>, number]>([
    ["everybody's first page", () => listCredentials(workspaceId, {}, { limit: 20, offset: 0 }), 100],
    [
      "everybody's hundredth page",
      () => listCredentials(workspaceId, {}, { limit: 20, offset: 1_980 }),
      5_000,
    ],
    [
      "one's own first page",
      () => listCredentials(workspaceId, { ownerId: userId }, { limit: 20, offset: 0 }),
      100,
    ],
    ["the workspace of a key", () => findWorkspaceOfAccessKey(accessKey), 1],
    ["a key that is presented", () => presented(), 1],
    ["the count of everybody's", () => countCredentials(workspaceId, {}), inWorkspace],
    ["the count of one's own", () => countCredentials(workspaceId, { ownerId: userId }), 4 * 200],
  ])("%s is read by indexes, and little beside it", (_, read, most) => expectNarrow(read, most));

  test("a page comes in order, with its uses and without any of another workspace", async () => {
    const rows = await listCredentials(workspaceId, {}, { limit: 30, offset: 9_980 });
    expect(rows.map((row) => row.accessKey)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${tag}3${String(9_981 + index).padStart(28, "0")}`),
    );
    expect(rows.map((row) => row.lastUsedWorker)).toEqual(
      rows.map((row) => (/[0369]$/.test(row.accessKey) ? null : "gpu")),
    );
    expect(await countCredentials(workspaceId, { ownerId: userId })).toBe(inWorkspace / 50);
  });
});
