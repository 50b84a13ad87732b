import { describe, expect, test } from "vitest";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { changesIn } from "@/db/testing/rows";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { createAdminVault } from "./admin-vaults";
import { findVaultHistory, restoreVaultRevision } from "./vault-history";
import { findOwnVault, findOwnVaultId, saveOwnVault, switchOwnVault } from "./vaults";

openTestDatabase();

type Person = Awaited<ReturnType<typeof makePerson>>;

function actorsOf(person: Person, workspaceId: WorkspaceId, role: "owner" | "admin" | "member" = "owner") {
  return {
    editor: actingAs("vaults.edit_own", person, { workspaceId, role }),
    reader: actingAs("vaults.read_own", person, { workspaceId, role }),
  };
}

async function makeHistory(texts: string[]) {
  const person = await makePerson("Ada");
  const workspaceId = await makeWorkspace(person);
  const actors = actorsOf(person, workspaceId);
  for (const [baseRevision, text] of texts.entries()) {
    await saveOwnVault(actors.editor, { format: "hocon", text, baseRevision, turnOff: false });
  }
  return { ...actors, person, workspaceId, vaultId: (await findOwnVaultId(actors.editor)) ?? "" };
}

const newestFirst = { page: 1, revision: undefined, against: "before" } as const;

describe("the history of a vault", () => {
  test("has every revision, the newest first, with its author and size", async () => {
    const { reader, vaultId } = await makeHistory(["a: 1\n", "a: 2\nb: 3\n"]);
    const history = await findVaultHistory(reader, newestFirst);
    expect(history).toMatchObject({ vaultId, newest: 2, page: { total: 2, number: 1, count: 1 } });
    expect(history?.page.rows).toMatchObject([
      { number: 2, lineCount: 2, byteCount: 10, author: { name: "Ada", isSelf: true } },
      { number: 1, lineCount: 1, byteCount: 5, author: { name: "Ada", isSelf: true } },
    ]);
  });

  test("does not exist before a text was saved", async () => {
    const { reader } = await makeHistory([]);
    expect(await findVaultHistory(reader, newestFirst)).toBeUndefined();
  });

  test("is split into pages", async () => {
    const texts = Array.from({ length: 23 }, (_, at) => `a: ${at}`);
    const { reader } = await makeHistory(texts);
    const numbersOn = async (page: number) =>
      (await findVaultHistory(reader, { ...newestFirst, page }))?.page.rows.map(({ number }) => number);
    expect(await numbersOn(1)).toEqual(Array.from({ length: 20 }, (_, at) => 23 - at));
    expect(await numbersOn(2)).toEqual([3, 2, 1]);
    expect(await numbersOn(9)).toEqual([3, 2, 1]);
  });

  test.each([
    [undefined, "before", { number: 3, text: "c: 3", against: "before", otherText: "b: 2" }],
    [undefined, "newest", { number: 3, text: "c: 3", against: "before", otherText: "b: 2" }],
    [2, "before", { number: 2, text: "b: 2", against: "before", otherText: "a: 1" }],
    [1, "before", { number: 1, text: "a: 1", against: "before", otherText: "" }],
    [1, "newest", { number: 1, text: "a: 1", against: "newest", otherText: "c: 3" }],
    [4, "before", undefined],
  ] as const)("compares revision %s with the one %s", async (revision, against, expected) => {
    const { reader } = await makeHistory(["a: 1", "b: 2", "c: 3"]);
    const history = await findVaultHistory(reader, { page: 1, revision, against });
    expect(history?.comparison).toEqual(expected);
  });

  test("of a personal vault is its owner's alone", async () => {
    const { workspaceId, person, vaultId } = await makeHistory(["a: 1", "a: 2"]);
    const admin = await makePerson("Ann");
    await join(workspaceId, admin);
    const others = [
      actorsOf(admin, workspaceId, "admin"),
      actorsOf(person, await makeWorkspace(person, "Elsewhere")),
      actorsOf(await makePerson("Sam"), workspaceId, "owner"),
    ];
    for (const { reader, editor } of others) {
      expect(await findVaultHistory(reader, { ...newestFirst, vaultId })).toBeUndefined();
      const changes = await changesIn(workspaceId, async () => {
        expect(await restoreVaultRevision(editor, { vaultId, number: 1, baseRevision: 2 })).toMatchObject({
          refusal: { code: "not_found" },
        });
      });
      expect(changes).toEqual([]);
    }
  });

  test("of an administrator vault is for those who manage it, and is not restored as one's own", async () => {
    const { person, workspaceId } = await makeHistory([]);
    const made = await createAdminVault(actingAs("vaults.manage", person, { workspaceId }), {
      name: "Defaults",
      type: "config",
      enabled: true,
      format: "hocon",
      text: "a: 1",
      groupIds: [],
    });
    const vaultId = made.ok ? made.value.vaultId : "";
    const owner = actorsOf(person, workspaceId);
    expect(await findVaultHistory(owner.reader, { ...newestFirst, vaultId })).toMatchObject({
      comparison: { text: "a: 1" },
    });
    const member = await makePerson("Max");
    await join(workspaceId, member);
    const { reader } = actorsOf(member, workspaceId, "member");
    expect(await findVaultHistory(reader, { ...newestFirst, vaultId })).toBeUndefined();
    expect(await restoreVaultRevision(owner.editor, { vaultId, number: 1, baseRevision: 1 })).toMatchObject({
      refusal: { code: "not_found" },
    });
  });
});

describe("restoring a revision", () => {
  test("saves its text as the newest one, and says which it was", async () => {
    const { editor, reader, vaultId, workspaceId } = await makeHistory(["a: 1\n", "a: 2\nb: 3\n"]);
    expect(await restoreVaultRevision(editor, { vaultId, number: 1, baseRevision: 2 })).toMatchObject({
      ok: true,
      value: { revision: 3, text: "a: 1\n" },
    });
    expect(await findOwnVault(reader)).toMatchObject({ revision: 3, text: "a: 1\n" });
    expect(await findVaultHistory(reader, { ...newestFirst, revision: 2 })).toMatchObject({
      comparison: { text: "a: 2\nb: 3\n" },
    });
    expect(await lastAuditEvent(workspaceId, "vault.restored")).toMatchObject({
      actorUserId: editor.userId,
      before: { revision: 2 },
      after: { revision: 3, restoredRevision: 1 },
    });
  });

  test("is a conflict where the vault was edited since, and writes nothing", async () => {
    const { editor, vaultId, workspaceId } = await makeHistory(["a: 1", "a: 2", "a: 3"]);
    const changes = await changesIn(workspaceId, async () => {
      expect(await restoreVaultRevision(editor, { vaultId, number: 1, baseRevision: 2 })).toMatchObject({
        refusal: { code: "conflict" },
      });
    });
    expect(changes).toEqual([]);
  });

  test("finds none of a number that there is not", async () => {
    const { editor, vaultId } = await makeHistory(["a: 1"]);
    expect(await restoreVaultRevision(editor, { vaultId, number: 9, baseRevision: 1 })).toMatchObject({
      refusal: { code: "not_found" },
    });
  });

  test("of a text with errors is done while the vault is off, and refused while it is on", async () => {
    const { editor, vaultId } = await makeHistory(["a: 1"]);
    await saveOwnVault(editor, { format: "hocon", text: "a: {", baseRevision: 1, turnOff: true });
    await saveOwnVault(editor, { format: "hocon", text: "a: 3", baseRevision: 2, turnOff: false });
    await switchOwnVault(editor, { enabled: true });
    const restore = { vaultId, number: 2, baseRevision: 3 };
    expect(await restoreVaultRevision(editor, restore)).toMatchObject({
      refusal: { code: "invalid", fields: { text: expect.stringMatching(/^Line \d+, column \d+: /) } },
    });
    await switchOwnVault(editor, { enabled: false });
    expect(await restoreVaultRevision(editor, restore)).toMatchObject({
      ok: true,
      value: { revision: 4, enabled: false, text: "a: {" },
    });
  });

  test("is undone where the audit entry can't be written", async () => {
    const { editor, vaultId, workspaceId } = await makeHistory(["a: 1", "a: 2"]);
    await blockAudit(workspaceId);
    const changes = await changesIn(workspaceId, () =>
      expect(restoreVaultRevision(editor, { vaultId, number: 1, baseRevision: 2 })).rejects.toThrow(
        "audit_events",
      ),
    );
    expect(changes).toEqual([]);
  });
});
