import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { ListRequest } from "@/lib/core/resources/list-request";
import { db, pool } from "../client";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { readsOf, settleTables } from "../testing/plans";
import { listTasks } from "./task-list";

openTestDatabase();

const taskCount = 200;
const seriesOfEach = 100;
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

let workspaceId: WorkspaceId;

beforeAll(async () => {
  const person = await makePerson();
  workspaceId = person.personalId;
  const sql = pool();
  await sql`
    insert into tasks (workspace_id, id, name, type, status, owner_user_id, created_at, updated_at, status_changed_at)
    select ${workspaceId}, lpad(n::text, 32, '0'), 'Train', 'training', 'completed', ${person.id}, now(), now(), now()
    from generate_series(1, ${taskCount}) n`;
  await sql`
    insert into task_scalars (workspace_id, task_id, metric, variant, points, stride, last_iteration, last_value,
      last_at_ms, least_iteration, least_value, least_at_ms, most_iteration, most_value, most_at_ms)
    select ${workspaceId}, lpad(n::text, 32, '0'), 'metric ' || m, 'train', '[]', 1, 1, n * m % 211, 1, 1, 0, 1, 1, 0, 1
    from generate_series(1, ${taskCount}) n, generate_series(1, ${seriesOfEach}) m`;
  await settleTables();
}, 120_000);

test("tasks are put in the order of a metric by an index: one entry of each task is read, not all that it reported", async () => {
  const field = `last_metrics.${md5("metric 7")}.${md5("train")}.value`;
  const request: ListRequest = {
    ...{ filters: [], order: [{ field, descending: true }], offset: 0, limit: 3, onlyFields: [] },
    ...{ search: undefined },
  };
  const list = () => listTasks(workspaceId, { whole: true }, request, [], {}, db());
  const byValue = Array.from({ length: taskCount }, (_, at) => at + 1).sort(
    (one, other) => ((other * 7) % 211) - ((one * 7) % 211),
  );
  expect((await list()).map(({ id }) => Number(id))).toEqual(byValue.slice(0, 3));
  const reads = (await readsOf(list)).filter(({ table }) => table === "task_scalars");
  expect(reads).not.toEqual([]);
  for (const { by, where, rows } of reads) {
    expect(by).toBe("Index Scan");
    expect(where).toContain("md5");
    expect(rows).toBeLessThanOrEqual(taskCount);
  }
});
