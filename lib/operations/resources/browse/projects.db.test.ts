import { describe, expect, test } from "vitest";
import { inTransaction, pool } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { browseQuery } from "@/lib/core/resources/browse";
import { scalarText } from "@/lib/core/resources/scalar-name";
import { insertDemoResources } from "@/lib/entry/demo-resources";
import { resultOf } from "@/lib/entry/samples";
import { findOwners } from "./pickers";
import { browse } from "./projects";

openTestDatabase();

async function makeTree() {
  const team = await makeTeam();
  await inTransaction((tx) => insertDemoResources(tx, team.workspaceId, [team.owner.id], new Date()));
  return { ...team, ids: await projectIds(team.workspaceId) };
}

async function projectIds(workspaceId: WorkspaceId): Promise<(name: string) => string> {
  const rows = await pool()<{ id: string; name: string }[]>`
    select id, name from projects where workspace_id = ${workspaceId}`;
  return (name) => rows.find((row) => row.name === name)?.id ?? "";
}

const as = (person: Parameters<typeof actingAs>[1], workspaceId: WorkspaceId) =>
  actingAs("resources.use", person, { workspaceId, role: "member" });

const asked = (query: Record<string, string> = {}) => browseQuery.parse(query);

describe("the tree of projects", () => {
  test("shows the outermost ones, and what is on the way to the open one, with counts of all below", async () => {
    const { owner, workspaceId, ids } = await makeTree();
    const all = await browse(as(owner, workspaceId), null, asked());
    expect(all?.tree.nodes.map(({ name, tasks, holdsProjects }) => [name, tasks, holdsProjects])).toEqual([
      ["demand-planning", 8, false],
      ["field-robots-outdoor-trials-northern-hemisphere", 6, false],
      ["finance", 0, true],
      ["speech", 12, true],
      ["vision", 31, true],
    ]);
    const inner = await browse(as(owner, workspaceId), ids("vision/detector-v2"), asked());
    expect(inner?.tree.nodes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["vision", "vision/detector-v2", "vision/detector-v2/ablations", "speech"]),
    );
    expect(inner?.tree.nodes.map(({ name }) => name)).not.toContain("speech/wake-word");
    expect(inner?.tree.current).toMatchObject({ basename: "detector-v2", tags: ["release"] });
    expect(inner?.access).toBe("modify");
  });

  test("shows hidden projects, and leaves examples out, as the user prefers", async () => {
    const { owner, workspaceId } = await makeTree();
    await pool()`
      insert into projects (workspace_id, id, parent_id, name, basename, owner_user_id, created_at, updated_at)
      values (${workspaceId}, 'ex1', null, 'Examples', 'Examples', ${owner.id}, now(), now()),
        (${workspaceId}, 'ex2', 'ex1', 'Examples/mnist', 'mnist', ${owner.id}, now(), now())`;
    await pool()`
      update tasks set project_id = 'ex2' where workspace_id = ${workspaceId}
        and id = (select min(id) from tasks where workspace_id = ${workspaceId} and project_id is not null
          and project_id = (select id from projects where workspace_id = ${workspaceId} and name = 'demand-planning'))`;
    const namesWith = async (
      preferences: { show_hidden_projects: boolean; hide_examples: boolean },
      query = {},
    ) => {
      const browsed = await browse(as(owner, workspaceId), null, asked(query), preferences);
      return {
        hidden: browsed?.tree.nodes.some(({ name }) => name === ".reports"),
        examples: browsed?.tree.nodes.some(({ name }) => name === "Examples"),
        tasks: browsed?.tree.tasks,
        listed: browsed?.page.total,
      };
    };
    const usual = await namesWith({ show_hidden_projects: false, hide_examples: false });
    const all = usual.tasks ?? 0;
    expect(usual).toEqual({ hidden: false, examples: true, tasks: all, listed: usual.listed });
    const without = { tasks: all - 1, listed: (usual.listed ?? 0) - 1 };
    expect(await namesWith({ show_hidden_projects: false, hide_examples: true })).toEqual({
      ...{ hidden: false, examples: false, ...without },
    });
    const shown = { tasks: all + 11, listed: (usual.listed ?? 0) + 11 };
    expect(await namesWith({ show_hidden_projects: true, hide_examples: false })).toEqual({
      ...{ hidden: true, examples: true, ...shown },
    });
    expect(await namesWith({ show_hidden_projects: true, hide_examples: true }, { hidden: "0" })).toEqual({
      ...{ hidden: false, examples: false, ...without },
    });
    const opened = await browse(as(owner, workspaceId), "ex1", asked(), {
      ...{ show_hidden_projects: false, hide_examples: true },
    });
    expect(opened?.page.total).toBe(1);
    expect(opened?.tree.nodes.map(({ name }) => name)).toContain("Examples/mnist");
  });

  test("leaves hidden projects and their tasks out until they are asked for", async () => {
    const { owner, workspaceId, ids } = await makeTree();
    const shown = await browse(as(owner, workspaceId), null, asked({ hidden: "1" }));
    const plain = await browse(as(owner, workspaceId), null, asked());
    expect(shown?.tree.nodes.map(({ name }) => name)).toContain(".reports");
    expect((shown?.page.total ?? 0) - (plain?.page.total ?? 0)).toBe(4 + 2 + 1 + 4);
    expect((shown?.tree.tasks ?? 0) - (plain?.tree.tasks ?? 0)).toBe(4 + 2 + 1 + 4);
    expect(plain?.page.rows.some(({ projectName }) => projectName === ".reports")).toBe(false);
    const opened = await browse(as(owner, workspaceId), ids(".reports"), asked());
    expect(opened?.page.total).toBe(2);
  });

  test("finds projects by their whole name", async () => {
    const { owner, workspaceId } = await makeTree();
    const found = await browse(as(owner, workspaceId), null, asked({ find: "DETECTOR" }));
    expect(found?.tree.nodes.map(({ name }) => name)).toEqual([
      "vision/detector-v2",
      "vision/detector-v2/ablations",
      "vision/detector-v2/export",
    ]);
  });
});

describe("the lists of a project", () => {
  test("hold what is below it too, searched, filtered, ordered and paged", async () => {
    const { owner, workspaceId, ids } = await makeTree();
    const list = async (query: Record<string, string>, project = "vision/detector-v2") =>
      (await browse(as(owner, workspaceId), project ? ids(project) : null, asked(query)))?.page;
    expect((await list({}))?.total).toBe(21);
    expect((await list({ search: "yolo-m" }))?.rows.map(({ name }) => name)).toHaveLength(2);
    expect((await list({ search: "edge" }))?.total).toBe(3);
    expect((await list({ tag: "edge", status: "failed" }))?.rows.map(({ name }) => name)).toEqual([
      "yolo-m quantised, int8",
    ]);
    expect((await list({ type: "testing" }))?.rows.map(({ name }) => name)).toEqual(["Nightly evaluation"]);
    expect((await list({ order: "name" }))?.rows[0]?.name).toBe("Ablation 1");
    expect((await list({ order: "-name" }))?.rows[0]?.name).toBe("yolo-s 640, distilled");
    const last = await list({ page: "9", hidden: "1" }, "");
    expect(last).toMatchObject({ number: 2, total: 68 });
    expect(last?.rows).toHaveLength(18);
    expect((await list({ kind: "models", status: "published" }))?.rows).toHaveLength(1);
    expect((await list({ kind: "dataviews" }))?.rows).toHaveLength(2);
    const names = async (...[query, project]: Parameters<typeof list>) =>
      (await list({ kind: "datasets", order: "name", ...query }, project))?.rows.map(
        ({ name, versions, projectName }) => [name, versions, projectName],
      );
    const made = [
      ["dock-cameras", 1, "vision"],
      ["street-scenes", 3, "vision"],
    ];
    for (const hidden of ["", "1"]) {
      expect(await names({ hidden }, "vision")).toEqual([...made, ["warehouse-night", 2, "vision"]]);
    }
    expect(await names({}, "")).toEqual(await names({}, "vision"));
    expect(await names({ hidden: "1" }, "vision/.datasets")).toEqual(made);
    expect(await names({ search: "dock" }, "")).toEqual([made[0]]);
    expect(await names({}, "speech")).toEqual([]);
    expect((await list({ archived: "1" }))?.total).toBe(0);
  });

  test("can be those of one owner alone", async () => {
    const { owner, member, workspaceId } = await makeTree();
    await pool()`
      update tasks set owner_user_id = ${member.id}
      where workspace_id = ${workspaceId} and name in ('Ablation 1', 'yolo-m 960')`;
    const shown = await browse(as(owner, workspaceId), null, asked({ owner: member.id, order: "name" }));
    expect(shown?.page.rows.map(({ name }) => name)).toEqual(["Ablation 1", "yolo-m 960"]);
    expect(shown).toMatchObject({ ownerName: member.name, page: { total: 2 } });
    expect(shown?.counts.tasks).toBeGreaterThan(2);
    const models = await browse(as(owner, workspaceId), null, asked({ owner: member.id, kind: "models" }));
    expect(models?.page.total).toBe(0);
    const none = await browse(as(owner, workspaceId), null, asked({ owner: "no-id" }));
    expect(none).toMatchObject({ ownerName: null, page: { total: 0 } });
    const { owners } = resultOf(await findOwners(as(owner, workspaceId), { search: member.name.slice(1) }));
    expect(owners).toMatchObject([{ id: member.id, name: member.name }]);
  });

  test("of tasks have the last value of a scalar: the chosen one, or the commonest of the page", async () => {
    const { owner, workspaceId } = await makeTree();
    const list = (query: Record<string, string>) => browse(as(owner, workspaceId), null, asked(query));
    const usual = await list({ search: "mosaic off" });
    expect(usual?.scalars.map(scalarText)).toEqual(["train/loss", "val/mAP", "val/recall"]);
    expect(usual?.scalar).toEqual({ metric: "train", variant: "loss" });
    const chosen = await list({ search: "mosaic off", scalar: "val/mAP" });
    expect(chosen?.scalar).toEqual({ metric: "val", variant: "mAP" });
    const [row] = chosen?.page.rows ?? [];
    expect(row?.scalar?.last[0]).toBe(31);
    expect(row?.scalar?.points.at(-1)).toEqual(row?.scalar?.last);
    const strange = await list({ search: "mosaic off", scalar: "no/such" });
    expect(strange?.scalar).toEqual({ metric: "no", variant: "such" });
    expect(strange?.page.rows[0]?.scalar).toBeNull();
    expect((await list({ scalar: "none" }))?.scalar).toBeNull();
    expect((await list({ kind: "models" }))?.scalars).toEqual([]);
  });
});

describe("what the access rules don’t give", () => {
  test("is left out of trees, lists and counts, and the way to what they give has names alone", async () => {
    const { owner, member, workspaceId, ids } = await makeTree();
    await closeWorkspace(workspaceId);
    await makeAccessRule(workspaceId, {
      ...{ type: "project", access: "read", target: ids("vision/detector-v2/ablations"), users: [member] },
    });
    const all = await browse(as(member, workspaceId), null, asked());
    expect(all?.tree.nodes.map(({ name, tasks }) => [name, tasks])).toEqual([["vision", 14]]);
    expect(all?.page.total).toBe(14);
    expect(all?.counts.models).toBeGreaterThan(0);
    const above = await browse(as(member, workspaceId), ids("vision"), asked());
    expect(above?.access).toBe("visible");
    expect(above?.tree.current).toMatchObject({ basename: "vision", description: "", ownerName: null });
    const below = await browse(as(member, workspaceId), ids("vision/detector-v2/ablations"), asked());
    expect(below).toMatchObject({ access: "read", mayCreateProject: false });
    for (const id of [ids("speech"), "no-id", ""]) {
      expect(await browse(as(member, workspaceId), id, asked()), id).toBeUndefined();
    }
    expect((await browse(as(owner, workspaceId), ids("vision"), asked()))?.page.total).toBe(31);
  });

  test("is all of another workspace", async () => {
    const { stranger, elsewhere, ids } = await makeTree();
    expect(await browse(as(stranger, elsewhere), ids("vision"), asked())).toBeUndefined();
    expect((await browse(as(stranger, elsewhere), null, asked()))?.page.total).toBe(0);
  });
});
