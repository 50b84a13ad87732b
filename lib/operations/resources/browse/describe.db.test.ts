import { expect, test } from "vitest";
import { pool } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import { createModel } from "@/lib/operations/resources/models/edit-models";
import { describeModel } from "../models/describe-model";
import { describeProject } from "../projects/edit-project";
import { describeTask } from "../tasks/describe-task";
import type { ResourceUser } from "../writing";
import { findTexts } from "./pickers";

openTestDatabase();

async function makePlace() {
  const { owner, member, stranger, workspaceId, elsewhere } = await makeTeam();
  const as = (person: typeof owner, where = workspaceId) =>
    actingAs("resources.use", person, { workspaceId: where, role: "member" });
  const project = await makeProject(workspaceId, owner);
  const task = await makeTask(workspaceId, owner, project);
  const model = await createModel(as(owner), { name: "Weights", uri: "s3://a/b", projectId: project });
  if (!model.ok) throw new Error(model.refusal.message);
  return { owner, member, stranger, workspaceId, elsewhere, as, project, task, model: model.value.id };
}

type Place = Awaited<ReturnType<typeof makePlace>>;
type Edit = Parameters<typeof describeTask>[1];

const kinds: Record<
  string,
  {
    id: (place: Place) => string;
    write: (actor: ResourceUser, id: string, edit: Omit<Edit, "taskId">) => ReturnType<typeof describeTask>;
    event: string;
  }
> = {
  task: {
    id: ({ task }) => task,
    write: (actor, taskId, edit) => describeTask(actor, { taskId, ...edit }),
    event: "task.edited",
  },
  model: {
    id: ({ model }) => model,
    write: (actor, modelId, edit) => describeModel(actor, { modelId, ...edit }),
    event: "model.edited",
  },
  project: {
    id: ({ project }) => project,
    write: (actor, projectId, edit) => describeProject(actor, { projectId, ...edit }),
    event: "project.edited",
  },
};

test.each(Object.entries(kinds))(
  "of two editors of a %s the second is shown what the first saved, and can replace it",
  async (_, { id: idOf, write, event }) => {
    const place = await makePlace();
    const { owner, workspaceId, as } = place;
    const id = idOf(place);
    const base = { name: "", description: "", tags: [] };
    const first = { name: "First", description: "One\nline", tags: ["b", "a"] };
    const before = await write(as(owner), id, { ...first, base });
    if (!before.ok || before.value.saved) throw new Error("The base was not what is saved.");
    expect(await write(as(owner), id, { ...first, base: before.value.theirs })).toMatchObject({
      ...{ ok: true, value: { saved: true } },
    });
    const second = { name: "Second", description: "", tags: null };
    const late = await write(as(owner), id, { ...second, base: before.value.theirs });
    expect(late).toMatchObject({
      ok: true,
      value: { saved: false, theirs: { name: "First", description: "One\nline" } },
    });
    if (!late.ok || late.value.saved) throw new Error("It was saved.");
    expect(await write(as(owner), id, { ...second, base: late.value.theirs })).toMatchObject({
      ...{ ok: true, value: { saved: true } },
    });
    expect(await write(as(owner), id, { ...second, base: late.value.theirs })).toMatchObject({
      ...{ ok: true, value: { saved: true } },
    });
    const entries = await pool()<{ n: number }[]>`
      select count(*)::int as n from audit_events
      where workspace_id = ${workspaceId} and event = ${event} and target_id = ${id}`;
    expect(entries[0]?.n).toBe(2);
  },
);

test.each(Object.entries(kinds))("a %s is described by those alone who may modify it", async (type, kind) => {
  const place = await makePlace();
  const { member, stranger, workspaceId, elsewhere, as } = place;
  const id = kind.id(place);
  await closeWorkspace(workspaceId);
  const edit = {
    name: "Another",
    description: "",
    tags: null,
    base: { name: "", description: "", tags: [] },
  };
  expect(await kind.write(as(member), id, edit)).toMatchObject({ refusal: { code: "not_found" } });
  expect(await kind.write(as(stranger, elsewhere), id, edit)).toMatchObject({
    refusal: { code: "not_found" },
  });
  await makeAccessRule(workspaceId, {
    ...{ type: type as "task" | "model" | "project", target: id, access: "read", users: [member] },
  });
  expect(await kind.write(as(member), id, edit)).toMatchObject({ refusal: { code: "forbidden" } });
  if (type === "project") return;
  expect(await findTexts(as(member), { type: type as "task" | "model", id })).toMatchObject({ ok: true });
  expect(await findTexts(as(stranger, elsewhere), { type: type as "task", id })).toMatchObject({
    refusal: { code: "not_found" },
  });
});
