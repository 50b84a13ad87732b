import { and, asc, eq, type SQL } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { ListScope } from "@/lib/core/access/scope";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { readListTerms } from "@/lib/core/resources/list-terms";
import { readNamePattern } from "@/lib/core/resources/name-pattern";
import { db } from "../client";
import { tasks } from "../schema/tasks";
import { openTestDatabase } from "../testing/database";
import { makePerson } from "../testing/factories/person";
import { makeProject, makeTask } from "../testing/resources";
import { inScope, listFits, nameMatches, wordFits } from "./resource-filters";

openTestDatabase();

let workspaceId: WorkspaceId;
const ids: Record<string, string> = {};
let project: string;

beforeAll(async () => {
  const person = await makePerson();
  workspaceId = person.personalId;
  project = await makeProject(workspaceId, person);
  const rows = [
    { name: "Train 50%", tags: ["a", "b"], status: "created", inside: true },
    { name: "train 50_", tags: ["b"], status: "queued", inside: true },
    { name: "Evaluate", tags: [], status: "failed", inside: false },
    { name: "a.b", tags: ["c", "a"], status: "created", inside: false },
  ] as const;
  for (const { name, tags, status, inside } of rows) {
    const id = await makeTask(workspaceId, person, inside ? project : null);
    ids[name] = id;
    await db()
      .update(tasks)
      .set({ name, tags: [...tags], status })
      .where(and(eq(tasks.workspaceId, workspaceId), eq(tasks.id, id)));
  }
  const stranger = await makePerson();
  await makeTask(stranger.personalId, stranger);
});

async function found(where: SQL | undefined): Promise<string[]> {
  const rows = await db()
    .select({ name: tasks.name })
    .from(tasks)
    .where(and(eq(tasks.workspaceId, workspaceId), where))
    .orderBy(asc(tasks.name));
  return rows.map(({ name }) => name).sort();
}

const everything = ["Evaluate", "Train 50%", "a.b", "train 50_"];

describe("a name", () => {
  test.each([
    ["^Train\\ 50%$", false, ["Train 50%"]],
    ["^train\\ 50%$", true, ["Train 50%"]],
    ["^train\\ 50_$", true, ["train 50_"]],
    ["^Train\\ 5", false, ["Train 50%"]],
    ["50_", false, ["train 50_"]],
    ["50%", false, ["Train 50%"]],
    ["a.b", false, ["a.b"]],
    ["^a\\.b$", false, ["a.b"]],
    ["train|eval", true, ["Evaluate", "Train 50%", "train 50_"]],
    ["", false, everything],
  ])("that matches %j, case ignored: %j", async (pattern, ignoreCase, expected) => {
    const read = readNamePattern(pattern, ignoreCase);
    if (!read.ok) throw new Error(read.refusal.message);
    expect(await found(nameMatches(tasks.name, read.value))).toEqual(expected);
  });
});

describe("words", () => {
  test.each([
    [["a"], ["Train 50%", "a.b"]],
    [
      ["a", "b"],
      ["Train 50%", "a.b", "train 50_"],
    ],
    [["__$all", "a", "b"], ["Train 50%"]],
    [["b", "-a"], ["train 50_"]],
    [
      ["__$any", "b", "__$not", "a"],
      ["Evaluate", "Train 50%", "train 50_"],
    ],
    [
      ["c", null],
      ["Evaluate", "a.b"],
    ],
    [[null], ["Evaluate"]],
    [[], everything],
  ])("in a list: %j", async (words, expected) => {
    const read = readListTerms(words);
    if (!read.ok) throw new Error(read.refusal.message);
    expect(await found(listFits(tasks.tags, read.value))).toEqual(expected);
  });

  test.each([
    [
      ["created", "queued"],
      ["Train 50%", "a.b", "train 50_"],
    ],
    [["-created"], ["Evaluate", "train 50_"]],
    [["__$all", "created", "queued"], []],
    [["__$all", "queued"], ["train 50_"]],
  ])("of one: %j", async (words, expected) => {
    const read = readListTerms(words);
    if (!read.ok) throw new Error(read.refusal.message);
    expect(await found(wordFits(tasks.status, read.value))).toEqual(expected);
  });

  test("of a parent that may be none", async () => {
    const read = readListTerms([`-${project}`]);
    if (!read.ok) throw new Error(read.refusal.message);
    expect(await found(wordFits(tasks.projectId, read.value))).toEqual(["Evaluate", "a.b"]);
    const none = readListTerms([null]);
    if (!none.ok) throw new Error(none.refusal.message);
    expect(await found(wordFits(tasks.projectId, none.value))).toEqual(["Evaluate", "a.b"]);
  });
});

describe("a scope", () => {
  const of = (scope: ListScope) => found(inScope(scope, { id: tasks.id, parentId: tasks.projectId }));

  test("is all, some projects, some objects, or nothing", async () => {
    expect(await of({ whole: true })).toEqual(everything);
    expect(await of({ whole: false, parentIds: [project], ids: [] })).toEqual(["Train 50%", "train 50_"]);
    const one = ids.Evaluate ?? "";
    expect(await of({ whole: false, parentIds: [project], ids: [one] })).toEqual([
      "Evaluate",
      "Train 50%",
      "train 50_",
    ]);
    expect(await of({ whole: false, parentIds: [], ids: [one] })).toEqual(["Evaluate"]);
    expect(await of({ whole: false, parentIds: [], ids: [] })).toEqual([]);
  });
});
