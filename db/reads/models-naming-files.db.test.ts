import { beforeAll, expect, test } from "vitest";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { db, pool } from "../client";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { readsOf, settleTables } from "../testing/plans";
import { listModelsNamingFilesOf } from "./models";

openTestDatabase();

const count = 20_000;
const hex = (number: number) => number.toString(16).padStart(32, "0");
let workspaceId: WorkspaceId;

/** As many tasks with a file each, which one model names, and with one that none names. */
beforeAll(async () => {
  const person = await makePerson();
  workspaceId = person.personalId;
  const id = "lpad(to_hex(n), 32, '0')";
  await pool().unsafe(
    `insert into files (workspace_id, path, stored_as, task_id, bytes, sha256, content_type, uploaded_by, uploaded_at)
      select $1, 'run.' || ${id} || kind || '.bin', kind || n, ${id}, 1, '', '', $2, now()
      from generate_series(1, ${count}) n, unnest(array['/models/w', '/artifacts/a']) kind`,
    [workspaceId, person.id],
  );
  await pool().unsafe(
    `insert into models (workspace_id, id, name, uri, ready, owner_user_id, created_at, updated_at)
      select $1, lpad(to_hex(n + ${count}), 32, '0'), 'Weights',
        'http://localhost:3000/files/run.' || ${id} || '/models/w.bin', true, $2, now(), now()
      from generate_series(1, ${count}) n`,
    [workspaceId, person.id],
  );
  await settleTables();
}, 120_000);

test("the models that name files of some tasks are found by an index", async () => {
  const read = () => listModelsNamingFilesOf(workspaceId, [hex(7), hex(8)], db());
  expect((await read()).map(({ id }) => id).sort()).toEqual([hex(count + 7), hex(count + 8)]);
  const reads = await readsOf(read);
  expect(reads.map(({ table }) => table)).toEqual(expect.arrayContaining(["files", "models"]));
  expect(reads.map(({ by }) => by)).not.toContain("Seq Scan");
  expect(Math.max(...reads.map(({ rows }) => rows))).toBeLessThan(20);
});
