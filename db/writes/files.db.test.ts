import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { newId } from "@/lib/server/crypto";
import { db, inTransaction } from "../client";
import { type FileRow, findFile, listLeftovers } from "../reads/files";
import { files } from "../schema/files";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { makeWorkspace } from "../testing/factories/workspace";
import { makeTask } from "../testing/resources";
import {
  deleteFiles,
  deleteFilesOfTasks,
  forgetLeftovers,
  lockPaths,
  reserveBytes,
  upsertFile,
} from "./files";
import { deleteWorkspace } from "./workspaces";

openTestDatabase();

const at = new Date("2026-05-01T10:00:00.000Z");
const later = new Date("2026-05-02T10:00:00.000Z");

async function makeUploader() {
  const person = await makePerson("Ada Lovelace");
  return { person, workspaceId: await makeWorkspace(person) };
}

function fileOf(uploadedBy: { id: UserId }, path: string, more: Partial<FileRow> = {}): FileRow {
  return {
    ...{
      path,
      storedAs: newId(),
      taskId: null,
      modelIds: [],
      bytes: 5,
      sha256: "ab",
      contentType: "text/plain",
    },
    ...{ uploadedBy: uploadedBy.id, uploadedAt: at, ...more },
  };
}

function put(workspaceId: WorkspaceId, file: FileRow) {
  return inTransaction(async (tx) => {
    await lockPaths(tx, workspaceId, [file.path]);
    return upsertFile(tx, workspaceId, file);
  });
}

async function leftoversOf(workspaceId: WorkspaceId, before = later): Promise<string[]> {
  const all = await listLeftovers(before, 1_000);
  return all
    .filter((leftover) => leftover.workspaceId === workspaceId)
    .map(({ storedAs }) => storedAs)
    .sort();
}

test("bytes are left over until a file refers to them", async () => {
  const { person, workspaceId } = await makeUploader();
  const file = fileOf(person, "a/b.txt");
  await inTransaction((tx) => reserveBytes(tx, workspaceId, file.storedAs, at));
  expect(await leftoversOf(workspaceId, at)).toEqual([]);
  expect(await leftoversOf(workspaceId)).toEqual([file.storedAs]);
  expect(await put(workspaceId, file)).toBeUndefined();
  expect(await leftoversOf(workspaceId)).toEqual([]);
  expect(await findFile(workspaceId, "a/b.txt")).toEqual(file);
});

test("a file takes the place of another of its path, whose bytes are due for deletion", async () => {
  const { person, workspaceId } = await makeUploader();
  const elsewhere = await makeUploader();
  const [former, other, next] = [fileOf(person, "a"), fileOf(person, "a"), fileOf(person, "a", { bytes: 9 })];
  await put(workspaceId, former);
  await put(elsewhere.workspaceId, other);
  expect(await put(workspaceId, next)).toBe(former.storedAs);
  expect(await findFile(workspaceId, "a")).toEqual(next);
  expect(await findFile(elsewhere.workspaceId, "a")).toEqual(other);
  expect(await leftoversOf(workspaceId, at)).toEqual([former.storedAs]);
  await inTransaction((tx) => forgetLeftovers(tx, workspaceId, [former.storedAs]));
  expect(await leftoversOf(workspaceId)).toEqual([]);
});

test("two that write one path at the same time follow each other", async () => {
  const { person, workspaceId } = await makeUploader();
  const both = [fileOf(person, "a"), fileOf(person, "a")];
  await Promise.all(both.map((file) => put(workspaceId, file)));
  const kept = await findFile(workspaceId, "a");
  const lost = both.find(({ storedAs }) => storedAs !== kept?.storedAs);
  expect(await leftoversOf(workspaceId)).toEqual([lost?.storedAs]);
});

test("files go by their paths, with their tasks and with their workspace; their bytes are left over", async () => {
  const { person, workspaceId } = await makeUploader();
  const taskId = await makeTask(workspaceId, person);
  const [byPath, ofTask, kept] = [
    fileOf(person, "a"),
    fileOf(person, "b", { taskId }),
    fileOf(person, "c", { taskId: newId() }),
  ];
  for (const file of [byPath, ofTask, kept]) await put(workspaceId, file);
  await inTransaction(async (tx) => {
    expect(await deleteFiles(tx, workspaceId, ["a", "unknown"])).toEqual([byPath.storedAs]);
    expect(await deleteFilesOfTasks(tx, workspaceId, [taskId])).toEqual([ofTask.storedAs]);
    expect(await deleteFilesOfTasks(tx, workspaceId, [])).toEqual([]);
  });
  const rows = await db().select().from(files).where(eq(files.workspaceId, workspaceId));
  expect(rows.map(({ path }) => path)).toEqual(["c"]);
  await inTransaction((tx) => deleteWorkspace(tx, workspaceId));
  expect(await leftoversOf(workspaceId, at)).toEqual(
    [byPath, ofTask, kept].map(({ storedAs }) => storedAs).sort(),
  );
});
