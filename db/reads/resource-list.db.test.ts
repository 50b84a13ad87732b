import { and, eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { type ListParameters, type ListSpec, readListRequest } from "@/lib/core/resources/list-request";
import { db } from "../client";
import { tasks } from "../schema/tasks";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { makeTask } from "../testing/resources";
import { type ColumnOf, fitsRequest, inOrder } from "./resource-list";

openTestDatabase();

const spec: ListSpec = {
  fields: { name: "name", comment: "name", tags: "words", status: "word", started: "time" },
  prefixes: { "hyperparams.": "word" },
  orderable: ["name", "created", "started"],
  defaultOrder: ["-created"],
};
const columnOf: ColumnOf = (field) =>
  field.startsWith("hyperparams.")
    ? sql`${tasks.hyperparams} #>> string_to_array(${`${field.slice("hyperparams.".length)}.value`}, '.')`
    : ({ name: tasks.name, comment: tasks.comment, tags: tasks.tags, status: tasks.status }[field] ??
      { started: tasks.startedAt, created: tasks.createdAt }[field]);

let workspaceId: WorkspaceId;

beforeAll(async () => {
  const person = await makePerson();
  workspaceId = person.personalId;
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));
  const rows = [
    { name: "One", comment: "first", tags: ["a"], status: "created", startedAt: null, createdAt: at(3) },
    {
      name: "Two",
      comment: "one more",
      tags: ["a", "b"],
      status: "failed",
      startedAt: at(5),
      createdAt: at(2),
    },
    { name: "Three", comment: "", tags: [], status: "failed", startedAt: at(7), createdAt: at(2) },
  ] as const;
  for (const { tags, ...row } of rows) {
    const id = await makeTask(workspaceId, person);
    const hyperparams = { Args: { lr: { value: row.name === "Two" ? "0.1" : "0.2" } } };
    await db()
      .update(tasks)
      .set({ ...row, tags: [...tags], hyperparams })
      .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, id)));
  }
});

test.each<[string, ListParameters, string[]]>([
  ["nothing but the order", { order_by: "name" }, ["One", "Three", "Two"]],
  ["the last first", { order_by: "-name" }, ["Two", "Three", "One"]],
  ["what may have no value, as the least", { order_by: "started" }, ["One", "Two", "Three"]],
  ["what may have no value, the greatest first", { order_by: "-started" }, ["Three", "Two", "One"]],
  ["a page", { order_by: "name", page: 1, page_size: 2 }, ["Two"]],
  ["a status and a tag", { status: ["failed"], tags: ["a"] }, ["Two"]],
  ["no tag", { tags: [null] }, ["Three"]],
  [
    "a pattern over two fields",
    { order_by: "name", _any_: { fields: ["name", "comment"], pattern: "^one" } },
    ["One", "Two"],
  ],
  ["all of two fields", { _all_: { fields: ["name", "comment"], pattern: "t" } }, []],
  ["times", { started: [">2026-01-05T00:00:00"] }, ["Three"]],
  ["a range with what has not started", { order_by: "name", started: [null, "2026-01-06"] }, ["One", "Two"]],
  ["a value deep inside", { "hyperparams.Args.lr": ["0.1"] }, ["Two"]],
  ["words in a name", { search_text: "tHr" }, ["Three"]],
  ["a percent sign for itself", { search_text: "%" }, []],
])("a list by %s", async (_, parameters, expected) => {
  const request = readListRequest(parameters, spec);
  if (!request.ok) throw new Error(request.refusal.message);
  const rows = await db()
    .select({ name: tasks.name })
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), fitsRequest(request.value, columnOf)))
    .orderBy(...inOrder(request.value, columnOf, tasks.id))
    .offset(request.value.offset)
    .limit(request.value.limit);
  expect(rows.map(({ name }) => name)).toEqual(expected);
});
