import { expect, test } from "vitest";
import { db, inTransaction, pool } from "@/db/client";
import { files } from "@/db/schema/files";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { insertDemoResources } from "@/lib/entry/demo-resources";
import { deleteProject } from "../projects/delete-project";
import { countWholeContents } from "../projects/whole-contents";
import { deleteTask } from "../tasks/delete-task";
import { countTaskContents } from "../tasks/task-contents";
import { findPlaces, findUsableQueues } from "./pickers";

openTestDatabase();

async function makeTree() {
  const team = await makeTeam();
  const { workspaceId, owner } = team;
  await inTransaction((tx) => insertDemoResources(tx, workspaceId, [owner.id], new Date()));
  const id = async (table: "tasks" | "projects" | "queues", name: string) => {
    const [row] = await pool()<{ id: string }[]>`
      select id from ${pool()(table)} where workspace_id = ${workspaceId} and name = ${name}`;
    return row?.id ?? "";
  };
  const as = (person: typeof owner, where = workspaceId) =>
    actingAs("resources.use", person, { workspaceId: where, role: "member" });
  const count = async (table: "tasks" | "models" | "projects" | "files") => {
    const [row] = await pool()<{ n: number }[]>`
      select count(*)::int as n from ${pool()(table)} where workspace_id = ${workspaceId}`;
    return row?.n ?? 0;
  };
  return { ...team, id, as, count };
}

test("the counts of a deletion are what it deletes", async () => {
  const { owner, workspaceId, id, as, count } = await makeTree();
  const taskId = await id("tasks", "yolo-l 1280, mosaic on");
  await db()
    .insert(files)
    .values(
      [1, 2].map((number) => ({
        ...{ workspaceId, path: `a/${number}`, storedAs: `s${number}`, taskId, bytes: 700, sha256: "" },
        ...{ contentType: "", uploadedBy: owner.id, uploadedAt: new Date() },
      })),
    );
  const task = await countTaskContents(as(owner), { taskId });
  expect(task).toMatchObject({ value: { models: 1, files: 2, bytes: 1_400, children: 1 } });

  const projectId = await id("projects", "vision");
  const before = [await count("projects"), await count("tasks"), await count("models"), await count("files")];
  const whole = await countWholeContents(as(owner), { projectId });
  if (!whole.ok) throw new Error(whole.refusal.message);
  expect(whole.value).toMatchObject({ files: 2, bytes: 1_400 });
  expect(
    await deleteTask(as(owner), taskId, {
      force: true,
      deletesModels: true,
      deletesObjects: false,
      withSteps: false,
    }),
  ).toMatchObject({ ok: true, value: { deletedModels: 1, updatedChildren: 1 } });
  await deleteProject(as(owner), { projectId, force: true, deletesContents: true, deletesObjects: false });
  const { projects, tasks, models, files: uploaded } = whole.value;
  const after = [await count("projects"), await count("tasks"), await count("models"), await count("files")];
  expect(before.map((number, at) => number - (after[at] ?? 0))).toEqual([
    projects + 1,
    tasks,
    models,
    uploaded,
  ]);
});

test("pickers offer what may be used, and counts are for those who may read", async () => {
  const { owner, member, stranger, elsewhere, workspaceId, id, as } = await makeTree();
  await closeWorkspace(workspaceId);
  const export_ = await id("projects", "vision/detector-v2/export");
  const queue = await id("queues", "gpu-a100");
  const rules = [
    { type: "project", access: "modify", target: export_ },
    { type: "project", access: "read", target: await id("projects", "speech") },
    { type: "queue", access: "modify", target: queue },
    { type: "queue", access: "read", target: await id("queues", "services") },
  ] as const;
  for (const rule of rules) await makeAccessRule(workspaceId, { ...rule, users: [member] });
  const places = async (search: string, person = member, where = workspaceId) => {
    const found = await findPlaces(as(person, where), { type: "task", search });
    return found.ok ? found.value.objects : [];
  };
  const place = { type: "project", id: export_, name: "export", path: "vision/detector-v2" };
  expect(await places("")).toEqual([place]);
  expect(await places("detector-v2/EXP")).toHaveLength(1);
  expect(await places("speech")).toEqual([]);
  expect((await places("speech", owner)).length).toBeGreaterThan(0);
  expect(await places("export", stranger, elsewhere)).toEqual([]);
  expect(await findUsableQueues(as(member), { search: "" })).toMatchObject({
    value: { objects: [{ id: queue, name: "gpu-a100" }] },
  });
  const taskId = await id("tasks", "yolo-l 1280, mosaic on");
  const projectId = await id("projects", "speech");
  expect(await countTaskContents(as(member), { taskId })).toMatchObject({ ok: false });
  expect(await countWholeContents(as(member), { projectId })).toMatchObject({ ok: false });
});
