import { describe, expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { type Key, makeCredentials } from "@/db/testing/factories/credentials";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join } from "@/db/testing/factories/workspace";
import { authenticate } from "@/lib/server/api-caller";
import { makeCaller } from "@/lib/tooling/wire-client";
import { createGroup } from "../workspace/groups";
import { findAgentConfiguration } from "./agent-configuration";
import { saveOwnVault, switchOwnVault } from "./vaults";

openTestDatabase();

async function callerOf(key: Key) {
  const caller = await authenticate({
    authorization: key.basic,
    ip: "",
    worker: undefined,
    readsAlong: "vaults",
  });
  if ("problem" in caller) throw new Error(caller.problem);
  return caller;
}

const configurationOf = async (key: Key) => findAgentConfiguration(await callerOf(key));

async function makeTwo() {
  const { person, workspaceId, key } = await makeCaller();
  const other = await makePerson();
  await join(workspaceId, other);
  const editor = actingAs("vaults.edit_own", person, { workspaceId });
  const otherEditor = actingAs("vaults.edit_own", other, { workspaceId, role: "member" });
  const save = (by: typeof editor, text: string, baseRevision: number) =>
    saveOwnVault(by, { format: "hocon", text, baseRevision, turnOff: false });
  await save(editor, "a = 1", 0);
  await save(otherEditor, "b = 1", 0);
  return {
    person,
    workspaceId,
    key,
    otherKey: await makeCredentials({ account: other, workspaceId }),
    editor,
    otherEditor,
    save,
  };
}

describe("what a process keeps of a configuration", () => {
  test("stays through the change of another’s vault, which counts for its own clients at once", async () => {
    const { key, otherKey, otherEditor, save } = await makeTwo();
    const mine = await configurationOf(key);
    const theirs = await configurationOf(otherKey);
    await save(otherEditor, "b = 2", 1);
    expect(await configurationOf(key)).toBe(mine);
    const now = await configurationOf(otherKey);
    expect(now).not.toBe(theirs);
    expect(now.vaults.map(({ data }) => data)).toEqual(['{"b": 2}\n']);
  });

  test("stays through changes to groups, members and credentials", async () => {
    const { key, person, workspaceId } = await makeTwo();
    const mine = await configurationOf(key);
    await createGroup(actingAs("groups.manage", person, { workspaceId }), {
      name: "Trainers",
      description: "",
      userIds: [],
    });
    await join(workspaceId, await makePerson());
    await makeCredentials({ account: person, workspaceId });
    expect(await configurationOf(key)).toBe(mine);
  });

  test("goes with a text, and with a switch either way", async () => {
    const { key, editor, save } = await makeTwo();
    const seen = new Set([await configurationOf(key)]);
    const steps = [
      () => save(editor, "a = 2", 1),
      () => switchOwnVault(editor, { enabled: false }),
      () => switchOwnVault(editor, { enabled: true }),
    ];
    for (const step of steps) {
      await step();
      seen.add(await configurationOf(key));
    }
    expect(seen.size).toBe(4);
    expect([...seen].map(({ vaults }) => vaults[0]?.enabled)).toEqual([true, true, false, true]);
  });

  test("is what is newer where the vault changed between the look at its version and at its text", async () => {
    const { key, editor, save } = await makeTwo();
    const caller = await callerOf(key);
    await save(editor, "a = 2", 1);
    const late = await findAgentConfiguration(caller);
    expect(late.vaults.map(({ data }) => data)).toEqual(['{"a": 2}\n']);
    expect(await configurationOf(key)).toBe(late);
  });

  test("of who has no vault is empty", async () => {
    const { key } = await makeCaller();
    expect(await configurationOf(key)).toEqual({ vaults: [] });
  });
});
