import { beforeAll, expect, test } from "vitest";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, inTransaction, pool } from "../client";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { readsOf, settleTables } from "../testing/plans";
import { markDeletedInput, unlinkOutput } from "../writes/model-links";
import { listModelsInUse } from "./models";

openTestDatabase();

let workspaceId: WorkspaceId;
const taskCount = 20_000;
const modelId = (number: number) => String(number).padStart(32, "0");

beforeAll(async () => {
  const person = await makePerson();
  workspaceId = person.personalId;
  await pool().unsafe(
    `insert into tasks (workspace_id, id, name, type, status, owner_user_id, created_at, updated_at,
        status_changed_at, models)
      select $1, lpad(n::text, 32, '0'), 'Train', 'training', 'completed', $2, now(), now(), now(),
        jsonb_build_object(
          'input', jsonb_build_array(jsonb_build_object('name', 'in', 'model', lpad((n / 2)::text, 32, '0'))),
          'output', jsonb_build_array(jsonb_build_object('name', 'out', 'model', lpad((n + ${taskCount})::text, 32, '0'))))
      from generate_series(1, ${taskCount}) n`,
    [workspaceId, person.id],
  );
  await settleTables();
}, 120_000);

test.each<[string, () => Promise<unknown>]>([
  ["asking whether a model is in use", () => listModelsInUse(workspaceId, [modelId(7)], db())],
  ["asking it of several", () => listModelsInUse(workspaceId, [modelId(7), modelId(taskCount + 1)], db())],
  ["marking a deleted model", () => inTransaction((tx) => markDeletedInput(tx, workspaceId, modelId(9)))],
  [
    "taking it from the task that made it",
    () => inTransaction((tx) => unlinkOutput(tx, workspaceId, modelId(11), modelId(11 + taskCount))),
  ],
])("%s reads few tasks, by an index", async (_, read) => {
  const reads = (await readsOf(read)).filter(({ table }) => table === "tasks");
  expect(reads).not.toEqual([]);
  expect(reads.map(({ by }) => by)).not.toContain("Seq Scan");
  expect(Math.max(...reads.map(({ rows }) => rows))).toBeLessThan(10);
});

test("a model is in use where a task of the workspace began with it", async () => {
  const [used, made, unknown] = [modelId(7), modelId(taskCount + 1), "f".repeat(32)];
  expect(await listModelsInUse(workspaceId, [used, made, unknown], db())).toEqual([used]);
  const elsewhere = (await makePerson()).personalId;
  expect(await listModelsInUse(elsewhere, [used], db())).toEqual([]);
});
