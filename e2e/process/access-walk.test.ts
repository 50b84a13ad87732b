import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closePool, openPool } from "@/db/client";
import { caseWorlds } from "@/lib/core/access/testing/case-worlds";
import { type AccessCase, accessCases } from "@/lib/core/access/testing/cases";
import { isAction, type Resource } from "@/lib/core/access/types";
import { create, move } from "./access-walk/changes";
import { type Asker, makePeople, type People, WalkedWorld } from "./access-walk/walked-world";
import * as ways from "./access-walk/ways";
import { cleanUp, openServer, StewardProcess, temporaryFolder } from "./steward-process";

let steward: StewardProcess;
let people: People;
let stopServer: () => Promise<void>;

beforeAll(async () => {
  const server = await openServer();
  stopServer = server.stop;
  const keys = { STEWARD_SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` };
  steward = await StewardProcess.start({
    env: { ...keys, STEWARD_DATA: path.join(temporaryFolder(), "data"), DATABASE_URL: server.url },
  });
  await steward.serves();
  Object.assign(process.env, keys, { STEWARD_URL: steward.url, DATABASE_URL: server.url });
  openPool(server.url, { maxConnections: 4 });
  people = await makePeople();
});

afterAll(async () => {
  await closePool();
  await steward.stop();
  await stopServer();
  await cleanUp();
});

type WorldName = keyof typeof caseWorlds;

/** Worlds that come of another by what an admin does in a running workspace, and whether that was done. */
const changed: Partial<Record<WorldName, { from: WorldName; by: (world: WalkedWorld) => Promise<boolean> }>> =
  {
    grantedAndMoved: {
      from: "granted",
      by: (world) => {
        const project = world.stored.idOf("grip");
        return ways.succeeds(world, world.admin, "projects.move", { project, new_location: "weather" });
      },
    },
    grantedWithoutTeam: {
      from: "granted",
      by: (world) => {
        const deletion = "app/settings/groups/actions.ts deleteGroupAction";
        return ways.act(world, world.admin, deletion, { groupId: world.stored.idOfGroup("team") });
      },
    },
  };

/** Every workspace has an admin: its owner. */
const walked = (Object.keys(caseWorlds) as WorldName[]).filter((name) => name !== "ungrouped");

/** No workspace holds categories of applications, or versions without a dataset. */
function canBeHeld(id: string): boolean {
  return id !== "version-left-over" && !["launchers", "labels"].includes(id);
}

function isWalked(asked: AccessCase): boolean {
  // Of several things below a project, which one shows the way to it depends on their ids.
  if (asked.op === "explain" && asked.action === "visible") return false;
  if (asked.op === "list") return asked.type !== "app_category";
  return !("resource" in asked) || canBeHeld(asked.resource);
}

async function ask(world: WalkedWorld, asked: AccessCase): Promise<ways.Answer[]> {
  if (asked.op === "who") {
    return [["decision", await ways.findSubjects(world, asked.action, objectOf(world, asked.resource))]];
  }
  const asker = world.asker(asked.user, asked.onBehalfOf);
  switch (asked.op) {
    case "check":
      return check(world, asker, asked);
    case "list":
      return ways.list(world, asker, asked);
    case "explain": {
      const { reasons } = await ways.evaluate(world, asker, asked.action, objectOf(world, asked.resource));
      return [["decision", reasons]];
    }
    case "create":
      return create(world, asker, asked);
    case "move":
      return move(world, asker, objectOf(world, asked.resource), asked.parent);
  }
}

async function check(
  world: WalkedWorld,
  asker: Asker,
  { action, resource }: Extract<AccessCase, { op: "check" }>,
): Promise<ways.Answer[]> {
  const object = objectOf(world, resource);
  const { decision } = await ways.evaluate(world, asker, action, object);
  const answers: ways.Answer[] = [["decision", decision]];
  if (!isAction(action)) return answers;
  for (const [name, way] of Object.entries({ wire: ways.wire, files: ways.files, page: ways.page })) {
    const answer = await way(world, asker, object)[action]?.();
    if (answer !== undefined) answers.push([name, answer]);
  }
  return answers;
}

function objectOf({ stored }: WalkedWorld, name: string): Resource {
  const id = stored.idOf(name);
  return stored.world.resources.find((each) => each.id === id) ?? { id, type: "task", parent: null };
}

const [decision, wire, files, page] = ["decision", "wire", "files", "page"];
/** By the rows of the table of decisions; categories show on a page alone, no file belongs to a queue or a project, and no program opens a page. */
const waysOfRows = {
  1: [decision, wire, files, page],
  2: [decision, wire, page],
  3: [decision, wire, files, page],
  4: [decision, wire, page],
  5: [decision, wire, page],
  6: [decision, wire, files, page],
  7: [decision, wire, page],
  8: [decision, wire, page],
  9: [decision, wire, page],
  10: [decision, wire, files, page],
  11: [decision, wire, files, page],
  12: [page],
  13: [decision, wire, files],
};
const waysWalked = new Map<string, Set<string>>();

function walk(row: string, taken: readonly string[]): void {
  waysWalked.set(row, new Set([...(waysWalked.get(row) ?? []), ...taken]));
}

/** Who reads, and who modifies, every category: by a rule that says `read`, as an admin, and not at all. */
const categoriesIn: Partial<Record<WorldName, Record<string, [boolean, boolean]>>> = {
  wholeTypes: { script: [true, true], olga: [true, true], quin: [false, false] },
};

describe.each(walked)("in the world %s", (name) => {
  let world: WalkedWorld;
  beforeAll(async () => {
    const { from, by } = changed[name] ?? { from: name };
    world = await WalkedWorld.make(steward.url, caseWorlds[from], people);
    await ways.putFiles(world);
    if (by) expect(await by(world)).toBe(true);
  });

  const cases = accessCases.filter((asked) => asked.world === name && isWalked(asked));
  test.each(cases)("$op by $user: $why", async (asked) => {
    const expected = Array.isArray(asked.expect) ? asked.expect.filter(canBeHeld) : asked.expect;
    const answers = await ask(world, asked);
    expect(answers).toEqual(answers.map(([way]) => [way, expected]));
    const row = /^row (\d+)/.exec(asked.why)?.[1];
    if (row)
      walk(
        row,
        answers.map(([way]) => way),
      );
  });

  const categories = categoriesIn[name];
  test.runIf(categories)("row 12: a rule that only reads app categories lets modify them", async () => {
    const answers = await Promise.all(
      Object.keys(categories ?? {}).map(async (user) => {
        const asker = world.asker(user);
        const has = (action: "read" | "modify") => ways.hasEveryCategory(world, asker, action);
        return [user, [await has("read"), await has("modify")]];
      }),
    );
    expect(Object.fromEntries(answers)).toEqual(categories);
    walk("12", [page]);
  });
});

test("every row was asked in every way that there is", () => {
  const walkedWays = [...waysWalked].map(([row, asked]) => [row, [...asked].sort()]);
  const expected = Object.entries(waysOfRows).map(([row, each]) => [row, each.toSorted()]);
  expect(Object.fromEntries(walkedWays)).toEqual(Object.fromEntries(expected));
});
