import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { accessRules } from "@/db/schema/access-rules";
import { auditEvents } from "@/db/schema/audit-events";
import { openTestDatabase } from "@/db/testing/database";
import type { Key } from "@/db/testing/factories/credentials";
import { makeAccessRule, makeProject, makeTask } from "@/db/testing/resources";
import { makeResourceWorld } from "@/lib/tooling/resource-world";
import { openTestServer } from "@/lib/tooling/test-server";
import { callsOf, expectEnvelope, type Sending } from "@/lib/tooling/wire-client";

openTestDatabase();
const server = openTestServer(async (_, response) => {
  response.end();
});
const { call, dataOf } = callsOf(server);

let world: Awaited<ReturnType<typeof makeResourceWorld>>;
beforeAll(async () => {
  world = await makeResourceWorld();
});

type Document = Record<string, unknown>;
let made = 0;

/** A name inside the project that the writer may modify. */
function fresh(name = "Part"): string {
  made += 1;
  return `${world.project}/${name} ${made}`;
}

async function create(name: string, body: object = {}, key: Key = world.keys.writer): Promise<string> {
  return String((await dataOf(key, "projects.create", { body: { name, ...body } })).id);
}

async function read(project: string, key: Key = world.keys.owner): Promise<Document> {
  return (await dataOf(key, "projects.get_by_id", { body: { project } })).project as Document;
}

async function namesOf(key: Key, body: object, sending: Sending = {}): Promise<string[]> {
  const sent = { ...sending, body: { order_by: ["name"], ...body } };
  const { projects } = await dataOf(key, "projects.get_all", sent);
  return (projects as Document[]).map(({ name }) => String(name));
}

async function refused(key: Key, name: string, body: object, code: string, more: Sending = {}) {
  expectEnvelope(await call(key, name, { body, ...more }), { code, name });
}

async function createTask(project: string, body: object = {}): Promise<string> {
  const task = { name: "Train", type: "training", project, ...body };
  return String((await dataOf(world.keys.owner, "tasks.create", { body: task })).id);
}

async function projectOfTask(task: string): Promise<unknown> {
  const { task: found } = await dataOf(world.keys.owner, "tasks.get_by_id", { body: { task } });
  return (found as Document).project;
}

function auditOf(event: string, targetId: string) {
  return db()
    .select({ before: auditEvents.before, after: auditEvents.after })
    .from(auditEvents)
    .where(and(eq(auditEvents.event, event as "project.created"), eq(auditEvents.targetId, targetId)));
}

describe("projects.create", () => {
  test("keeps what the SDK sends, and gives it back in ClearML's types", async () => {
    const name = fresh();
    const project = await create(name, { description: "d", tags: ["b", "a", "b"], system_tags: ["x"] });
    expect(await read(project, world.keys.reader)).toEqual({
      id: project,
      name,
      basename: name.split("/")[1],
      description: "d",
      parent: world.project,
      user: world.people.writer.id,
      company: world.workspaceId,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
      last_update: expect.any(String),
      tags: ["a", "b"],
      system_tags: ["x"],
      default_output_destination: null,
    });
    expect(await auditOf("project.created", project)).toEqual([{ before: null, after: { name } }]);
  });

  test("makes the projects that it is in", async () => {
    const top = fresh();
    await create(` ${top} //.datasets/ B `);
    expect(await namesOf(world.keys.writer, { name: `^${top}` })).toEqual([
      top,
      `${top}/.datasets`,
      `${top}/.datasets/B`,
    ]);
  });

  test("is for those who may create where the first one is missing", async () => {
    await refused(world.keys.reader, "projects.create", { name: fresh() }, "403/21");
    await refused(world.keys.writer, "projects.create", { name: "At the top" }, "403/21");
    const headers = world.as(world.people.writer);
    await dataOf(world.keys.account, "projects.create", { body: { name: fresh() }, headers });
    const asReader = { headers: world.as(world.people.reader) };
    await refused(world.keys.account, "projects.create", { name: fresh() }, "403/21", asReader);
    // The same words for a project that is hidden from them as for one that is not there.
    const closed = await makeProject(world.workspaceId, world.people.owner);
    await refused(world.keys.writer, "projects.create", { name: closed }, "403/21");
    await refused(world.keys.writer, "projects.create", { name: `${closed}/inside` }, "403/21");
  });

  test("in another workspace the same name is free", async () => {
    await create(world.project, {}, world.keys.foreign);
  });

  test.each<[string, object, string]>([
    ["no name", {}, "400/11"],
    ["an empty name", { name: " / " }, "400/407"],
    ["a name that is no text", { name: 7 }, "400/12"],
    ["what can't be stored", { name: "Part", description: "\0" }, "400/12"],
    ["too deep a path", { name: Array(11).fill("a").join("/") }, "400/409"],
    ["too long a path", { name: Array(5).fill("a".repeat(200)).join("/") }, "400/407"],
  ])("refuses %s", async (_, body, code) => {
    await refused(world.keys.owner, "projects.create", body, code);
  });

  test("refuses a name that exists, and makes one project for two at once", async () => {
    const name = fresh();
    const both = await Promise.all([
      call(world.keys.writer, "projects.create", { body: { name: `${name}/x` } }),
      call(world.keys.owner, "projects.create", { body: { name: `${name}/x` } }),
    ]);
    const codes = both.map(({ text }) => JSON.parse(text).meta.result_subcode).sort();
    expect(codes).toEqual([0, 801]);
    expect(await namesOf(world.keys.owner, { name: `^${name}` })).toEqual([name, `${name}/x`]);
    await refused(world.keys.reader, "projects.create", { name }, "400/801");
  });
});

describe("projects.update", () => {
  test("renames in place, with all below", async () => {
    const name = fresh("😀 ä");
    const project = await create(name);
    const below = await create(`${name}/a/b`);
    const to = fresh("Renamed");
    const answer = await dataOf(world.keys.writer, "projects.update", {
      body: { project, name: to, tags: ["z"] },
    });
    expect(answer).toMatchObject({ updated: 1, fields: { name: to, tags: ["z"] } });
    expect(await read(below)).toMatchObject({ name: `${to}/a/b`, basename: "b" });
    expect(await read(project)).toMatchObject({ name: to, basename: to.split("/")[1], tags: ["z"] });
    expect(await auditOf("project.edited", project)).toEqual([
      { before: { name, tags: [] }, after: { name: to, tags: ["z"] } },
    ]);
  });

  test("refuses another place, a taken name, and whoever may not", async () => {
    const [name, other] = [fresh(), fresh()];
    const project = await create(name);
    await create(other);
    await refused(world.keys.writer, "projects.update", { project, name: "Elsewhere" }, "400/408");
    await refused(world.keys.writer, "projects.update", { project, name: other }, "400/801");
    await refused(world.keys.reader, "projects.update", { project, description: "x" }, "403/21");
    await refused(world.keys.foreign, "projects.update", { project, description: "x" }, "400/401");
    expect(await read(project)).toMatchObject({ name, description: "" });
  });
});

describe("projects.move", () => {
  test("takes along what is below, and their rights change", async () => {
    const closed = await makeProject(world.workspaceId, world.people.owner);
    const name = fresh();
    const project = await create(name);
    const task = await createTask(await create(`${name}/in`));
    const body = { project, new_location: `${closed}/new` };
    expect(await dataOf(world.keys.owner, "projects.move", { body })).toEqual({ moved: 2 });
    expect(await read(project)).toMatchObject({ name: `${closed}/new/${name.split("/")[1]}` });
    await refused(world.keys.reader, "tasks.get_by_id", { task }, "400/101");
    expect(await dataOf(world.keys.owner, "projects.move", { body: { project } })).toEqual({ moved: 2 });
    expect(await read(project)).toMatchObject({ name: name.split("/")[1], parent: null });
  });

  test("refuses what can't be, before it makes anything", async () => {
    const name = fresh();
    const project = await create(name);
    const move = (to: string, code: string, key = world.keys.writer) =>
      refused(key, "projects.move", { project, new_location: to }, code);
    await move(world.project, "400/410");
    await move(name, "400/411");
    await move(`${name}/in/itself`, "400/411");
    await move(`${world.project}/${"a/".repeat(9)}`, "400/409");
    await move("Nowhere", "403/21");
    await move("", "403/21");
    await move(`${world.project}/new`, "403/21", world.keys.reader);
    await move(`${world.project}/new`, "400/401", world.keys.foreign);
    await create(`${world.project}/taken/${name.split("/")[1]}`);
    await move(`${world.project}/taken`, "400/801");
    expect(await namesOf(world.keys.owner, { name: `^${name}` })).toEqual([name]);
    expect(await namesOf(world.keys.owner, { name: "^Nowhere" })).toEqual([]);
  });
});

describe("projects.merge", () => {
  test("moves what is in one project into another, and deletes it", async () => {
    const [from, to] = [fresh(), fresh()];
    const [source, destination] = [await create(from), await create(to)];
    const child = await create(`${from}/child`);
    const task = await createTask(source);
    const body = { project: source, destination_project: destination };
    expect(await dataOf(world.keys.writer, "projects.merge", { body })).toEqual({
      moved_entities: 1,
      moved_projects: 1,
    });
    expect(await read(child)).toMatchObject({ name: `${to}/child`, parent: destination });
    expect(await projectOfTask(task)).toBe(destination);
    await refused(world.keys.owner, "projects.get_by_id", { project: source }, "400/401");
  });

  test("refuses itself, its own child, a taken name, and whoever may not", async () => {
    const [from, to] = [fresh(), fresh()];
    const [source, destination] = [await create(from), await create(to)];
    const child = await create(`${from}/child`);
    await create(`${to}/child`);
    const merge = (into: string, code: string, key = world.keys.writer) =>
      refused(key, "projects.merge", { project: source, destination_project: into }, code);
    await merge(source, "400/410");
    await merge(child, "400/412");
    await merge(destination, "400/801");
    await merge(destination, "403/21", world.keys.reader);
    await merge(destination, "400/401", world.keys.foreign);
    await merge("", "403/21");
    expect(await read(child)).toMatchObject({ name: `${from}/child` });
  });
});

describe("projects.delete", () => {
  test("refuses while something is left in it, and with force leaves it without a project", async () => {
    const name = fresh();
    const project = await create(name);
    const task = await createTask(await create(`${name}/in`));
    await refused(world.keys.reader, "projects.delete", { project, force: true }, "403/21");
    await refused(world.keys.foreign, "projects.delete", { project, force: true }, "400/401");
    await refused(world.keys.writer, "projects.delete", { project }, "400/402");
    const body = { project, force: true };
    expect(await dataOf(world.keys.writer, "projects.delete", { body })).toEqual({
      deleted: 2,
      disassociated_tasks: 1,
      deleted_models: 0,
      deleted_tasks: 0,
    });
    expect(await projectOfTask(task)).toBeNull();
    await refused(world.keys.reader, "tasks.get_by_id", { task }, "400/101");
  });

  test("with its contents deletes them, and the rules about them", async () => {
    const project = await create(fresh());
    const artifacts = [{ key: "a", type: "custom", uri: "s3://a" }];
    const task = await createTask(project, { execution: { artifacts } });
    const child = await createTask(world.project, { parent: task });
    const about = { type: "task", target: task } as const;
    const ruleId = await makeAccessRule(world.workspaceId, {
      ...about,
      access: "read",
      users: [world.people.reader],
    });
    const body = { project, force: true, delete_contents: true };
    expect(await dataOf(world.keys.writer, "projects.delete", { body })).toEqual({
      deleted: 1,
      disassociated_tasks: 0,
      deleted_models: 0,
      deleted_tasks: 1,
      urls: { model_urls: [], event_urls: [], artifact_urls: ["s3://a"] },
    });
    await refused(world.keys.owner, "tasks.get_by_id", { task }, "400/101");
    const { task: left } = await dataOf(world.keys.owner, "tasks.get_by_id", { body: { task: child } });
    expect(left).toMatchObject({ parent: null });
    expect(await db().select().from(accessRules).where(eq(accessRules.id, ruleId))).toEqual([]);
  });

  test("tells datasets and pipelines from other projects", async () => {
    const name = fresh();
    const project = await create(name);
    const dataset = await create(`${name}/.datasets/set`, { system_tags: ["dataset"] });
    await createTask(dataset);
    await refused(world.keys.writer, "projects.delete", { project }, "400/406");
    const pipeline = await create(`${name}/.pipelines/line`, { system_tags: ["pipeline"] });
    await createTask(pipeline, { type: "controller" });
    await refused(world.keys.writer, "projects.delete", { project }, "400/413");
    await createTask(project, { system_tags: ["archived"] });
    expect(await dataOf(world.keys.reader, "projects.validate_delete", { body: { project } })).toEqual({
      tasks: 1,
      non_archived_tasks: 0,
      models: 0,
      non_archived_models: 0,
      reports: 0,
      non_archived_reports: 0,
      pipelines: 1,
      datasets: 1,
    });
    await refused(world.keys.foreign, "projects.validate_delete", { project }, "400/401");
  });

  test("of one that holds only what is archived needs no force", async () => {
    const project = await create(fresh());
    const task = await createTask(project, { system_tags: ["archived"] });
    await dataOf(world.keys.writer, "projects.delete", { body: { project } });
    expect(await projectOfTask(task)).toBeNull();
  });
});

describe("a list of projects", () => {
  test("shows what the caller may read, page after page", async () => {
    const top = fresh("List");
    const names = ["a", "b", "c"].map((name) => `${top}/${name}`);
    for (const name of names) await create(name);
    const body = { name: `^${top}/` };
    for (const key of [world.keys.owner, world.keys.writer, world.keys.reader]) {
      expect(await namesOf(key, body)).toEqual(names);
    }
    expect(await namesOf(world.keys.foreign, body)).toEqual([]);
    expect(await namesOf(world.keys.account, body)).toEqual([]);
    expect(await namesOf(world.keys.account, body, { headers: world.as(world.people.reader) })).toEqual(
      names,
    );
    expect(await namesOf(world.keys.writer, { ...body, page: 1, page_size: 2 })).toEqual(names.slice(2));
    expect(await namesOf(world.keys.writer, { ...body, page: 2, page_size: 2 })).toEqual([]);
    await refused(world.keys.writer, "projects.get_all", { name: "(a" }, "400/21");
    await refused(world.keys.writer, "projects.get_all", { order_by: ["colour"] }, "400/16");
  });

  test("leaves out projects of which only the name may be known", async () => {
    const closed = await makeProject(world.workspaceId, world.people.owner);
    const task = await makeTask(world.workspaceId, world.people.owner, closed);
    const about = { type: "task", target: task } as const;
    await makeAccessRule(world.workspaceId, { ...about, access: "read", users: [world.people.reader] });
    expect(await namesOf(world.keys.reader, { id: [closed] })).toEqual([]);
    await refused(world.keys.reader, "projects.get_by_id", { project: closed }, "400/401");
    await refused(world.keys.reader, "projects.update", { project: closed }, "400/401");
    await dataOf(world.keys.reader, "tasks.get_by_id", { body: { task } });
  });

  test("leaves out hidden ones unless they are asked for", async () => {
    const name = fresh("Hidden");
    const project = await create(name, { system_tags: ["hidden"] });
    expect(await namesOf(world.keys.writer, { name: `^${name}$` })).toEqual([]);
    expect(await namesOf(world.keys.writer, { name: `^${name}$`, search_hidden: true })).toEqual([name]);
    expect(await namesOf(world.keys.writer, { id: [project] })).toEqual([name]);
  });

  test("of one place or of all below", async () => {
    const top = fresh("Nest");
    await create(`${top}/a/b`);
    const parent = (await dataOf(world.keys.owner, "projects.get_all", { body: { name: `^${top}$` } }))
      .projects as Document[];
    const within = { parent: [parent[0]?.id] };
    expect(await namesOf(world.keys.reader, within)).toEqual([`${top}/a`, `${top}/a/b`]);
    expect(await namesOf(world.keys.reader, { ...within, shallow_search: true })).toEqual([`${top}/a`]);
    expect(await namesOf(world.keys.owner, { shallow_search: true, name: `^${top}` })).toEqual([]);
    expect(await namesOf(world.keys.owner, { parent: [null], name: `^${top}/a$` })).toEqual([`${top}/a`]);
  });
});
