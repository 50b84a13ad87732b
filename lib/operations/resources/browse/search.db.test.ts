import { expect, test } from "vitest";
import { inTransaction, pool } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule, makeDataset, makeProject, makeTask } from "@/db/testing/resources";
import { type InterfacePreferences, usualPreferences } from "@/lib/core/account/interface-preferences";
import { insertDemoResources } from "@/lib/entry/demo-resources";
import { searchResources } from "./search";

openTestDatabase();

test("a search finds of each type what the searcher may see, by name, path or ID", async () => {
  const { owner, member, stranger, elsewhere, workspaceId } = await makeTeam();
  await inTransaction((tx) => insertDemoResources(tx, workspaceId, [owner.id], new Date()));
  const find = async (search: string, person = owner, where = workspaceId) => {
    const actor = actingAs("resources.use", person, { workspaceId: where, role: "member" });
    const found = await searchResources(actor, { search });
    return Object.fromEntries(
      found.map(({ type, objects, hasMore }) => [
        type,
        [...objects.map(({ name }) => name), ...(hasMore ? ["…"] : [])],
      ]),
    );
  };
  expect(await find("")).toEqual({});
  expect(await find("gpu-a100")).toEqual({ queue: ["gpu-a100"] });
  expect((await find("YOLO-M 960")).model).toEqual(["yolo-m 960, best"]);
  expect((await find("detector-v2/export")).project).toEqual(["export"]);
  const ablations = await find("ablation");
  expect(ablations.project).toEqual(["ablations"]);
  expect(ablations.task).toHaveLength(11);
  expect(ablations.task?.at(-1)).toBe("…");

  await closeWorkspace(workspaceId);
  const [project] = await pool()<{ id: string }[]>`
    select id from projects where workspace_id = ${workspaceId} and name = 'vision/detector-v2/export'`;
  const target = project?.id ?? "";
  await makeAccessRule(workspaceId, { type: "project", access: "read", target, users: [member] });
  expect(await find("ablation", member)).toEqual({});
  expect(await find("gpu-a100", member)).toEqual({});
  expect((await find("export", member)).project).toEqual(["export"]);
  expect((await find("vision", member)).project).toEqual(["vision", "detector-v2", "export"]);
  expect(await find(target)).toEqual({ project: ["export"] });
  expect(await find("vision", stranger, elsewhere)).toEqual({});
});

test("hidden projects and examples are left out where preferences say so, but for datasets and whole IDs", async () => {
  const { owner, workspaceId } = await makeTeam();
  const actor = actingAs("resources.use", owner, { workspaceId });
  const hidden = await makeProject(workspaceId, owner, null, ".pipelines");
  const inside = await makeProject(workspaceId, owner, hidden, "nightly");
  const example = await makeProject(workspaceId, owner, null, "Examples");
  const shown = await makeProject(workspaceId, owner, null, "vision");
  const [step, sample, train] = [
    await makeTask(workspaceId, owner, inside),
    await makeTask(workspaceId, owner, example),
    await makeTask(workspaceId, owner, shown),
  ];
  const dataset = await makeDataset(workspaceId, owner, inside);
  const find = async (search: string, preferences: Partial<InterfacePreferences> = {}) => {
    const found = await searchResources(actor, { search }, { ...usualPreferences, ...preferences });
    return found.flatMap(({ objects }) => objects.map(({ id }) => id)).sort();
  };
  const sorted = (...ids: string[]) => ids.sort();
  expect(await find("train")).toEqual(sorted(sample, train));
  expect(await find("train", { hide_examples: true })).toEqual([train]);
  expect(await find("train", { show_hidden_projects: true })).toEqual(sorted(step, sample, train));
  expect(await find("nightly")).toEqual([]);
  expect(await find("nightly/train")).toEqual([]);
  expect(await find("nightly", { show_hidden_projects: true })).toEqual([inside]);
  expect(await find("examples", { hide_examples: true, show_hidden_projects: true })).toEqual([]);
  for (const id of [hidden, inside, step]) expect(await find(id)).toEqual([id]);
  expect(await find("street scenes")).toEqual([dataset]);
});
