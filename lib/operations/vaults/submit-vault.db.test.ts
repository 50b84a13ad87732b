import { expect, test } from "vitest";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import { submitOwnVault } from "./submit-vault";

openTestDatabase();

async function makeEditor() {
  const person = await makePerson("Ada");
  const workspaceId = await makeWorkspace(person);
  const editor = actingAs("vaults.edit_own", person, { workspaceId });
  const submit = (text: string, baseRevision: number, turnOff = false) =>
    submitOwnVault(editor, { format: "hocon", text, baseRevision, turnOff });
  return { workspaceId, submit };
}

test("a submitted text is saved, and one with errors where that turns the vault off", async () => {
  const { submit } = await makeEditor();
  expect(await submit("a: 1", 0)).toEqual({ ok: true, value: { saved: true, revision: 1 } });
  expect(await submit("a: {", 1, true)).toEqual({ ok: true, value: { saved: true, revision: 2 } });
});

test("all errors of a submitted text are told with their places, and nothing is written", async () => {
  const { submit, workspaceId } = await makeEditor();
  const changes = await changesIn(workspaceId, async () => {
    expect(await submit('a: "x\nb: "y\n', 0)).toMatchObject({
      ok: true,
      value: {
        saved: false,
        diagnostics: [
          { severity: "error", range: { start: { line: 1 } } },
          { severity: "error", range: { start: { line: 2 } } },
        ],
      },
    });
  });
  expect(changes).toEqual([]);
});

test("a text over another one that was saved comes back with that one", async () => {
  const { submit } = await makeEditor();
  await submit("a: theirs", 0);
  expect(await submit("a: mine", 0)).toMatchObject({
    ok: true,
    value: { saved: false, theirs: { revision: 1, text: "a: theirs" } },
  });
});

test("a text of more than 256 KB is not saved, and the limit is named", async () => {
  const { submit, workspaceId } = await makeEditor();
  const changes = await changesIn(workspaceId, async () => {
    expect(await submit("#".repeat(256 * 1024 + 1), 0)).toMatchObject({
      ok: true,
      value: {
        saved: false,
        message: "The vault was not saved.",
        diagnostics: [{ severity: "error", message: expect.stringContaining("at most 256 KB") }],
      },
    });
  });
  expect(changes).toEqual([]);
});
