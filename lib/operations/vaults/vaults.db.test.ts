import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { findPersonalVault } from "@/db/reads/vaults";
import { vaultRevisions, vaults } from "@/db/schema/vaults";
import { blockAudit, countAuditEvents, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { waitForLockWaiter, whileInTransaction } from "@/db/testing/locks";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { updateVaultEnabled } from "@/db/writes/vaults";
import type { VaultEdit } from "@/lib/core/vault/inputs";
import { setVaultWorkers } from "@/lib/server/vault-workers";
import { openStored } from "./vault-texts";
import { findOwnVault, saveOwnVault, switchOwnVault } from "./vaults";

openTestDatabase();

async function makeEditor() {
  const person = await makePerson("Ada");
  const workspaceId = await makeWorkspace(person);
  const editor = actingAs("vaults.edit_own", person, { workspaceId });
  const reader = actingAs("vaults.read_own", person, { workspaceId });
  return { person, workspaceId, editor, reader };
}
type Editor = Awaited<ReturnType<typeof makeEditor>>["editor"];

function save(editor: Editor, text: string, baseRevision: number, more: Partial<VaultEdit> = {}) {
  return saveOwnVault(editor, { format: "hocon", text, baseRevision, turnOff: false, ...more });
}

const broken = "a: {";

describe("saving a vault", () => {
  test("begins at nothing and counts the revisions up", async () => {
    const { editor, reader, workspaceId } = await makeEditor();
    expect(await findOwnVault(reader)).toMatchObject({ revision: 0, enabled: true, text: "", edited: null });
    expect(await save(editor, "a: 1\n", 0)).toMatchObject({
      ok: true,
      value: { saved: true, vault: { revision: 1 } },
    });
    expect(await save(editor, "a: 2\nb: 3\n", 1)).toMatchObject({
      value: { saved: true, vault: { revision: 2 } },
    });
    expect(await findOwnVault(reader)).toMatchObject({
      revision: 2,
      enabled: true,
      format: "hocon",
      text: "a: 2\nb: 3\n",
      edited: { byName: "Ada", bySelf: true },
    });
    expect(await lastAuditEvent(workspaceId, "vault.edited")).toMatchObject({
      actorUserId: editor.userId,
      targetName: "Personal vault",
      before: { revision: 1, lineCount: 1, byteCount: 5 },
      after: { revision: 2, format: "hocon", lineCount: 2, byteCount: 10 },
    });
  });

  test("keeps every revision, each under its own seal", async () => {
    const { editor, workspaceId } = await makeEditor();
    for (const [base, text] of ["a: 1", "a: 2", "a: 3"].entries()) await save(editor, text, base);
    const kept = await db().select().from(vaultRevisions).where(eq(vaultRevisions.workspaceId, workspaceId));
    const opened = kept
      .sort((a, b) => a.number - b.number)
      .map((row) =>
        openStored({ workspaceId }, { id: row.vaultId, revision: row.number, sealedText: row.sealedText }),
      );
    expect(opened).toEqual(["a: 1", "a: 2", "a: 3"]);
    const [first, second] = kept;
    expect(() =>
      openStored(
        { workspaceId },
        { id: first?.vaultId ?? "", revision: 1, sealedText: second?.sealedText ?? "" },
      ),
    ).toThrow();
  });

  test("leaves none of its text in any column of any table", async () => {
    const { editor } = await makeEditor();
    const secret = `hunter2-${editor.userId}`;
    await save(editor, `sdk.aws.s3.secret: "${secret}"`, 0);
    await save(editor, `sdk.aws.s3.secret: "${secret}" # edited`, 1);
    for (const part of [secret, "sdk.aws", Buffer.from(secret).toString("base64").slice(0, 20)]) {
      expect(await rowsWith(part)).toEqual([]);
    }
  });

  test("of the same text makes no revision and no entry", async () => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    const changes = await changesIn(workspaceId, async () => {
      expect(await save(editor, "a: 1", 1)).toMatchObject({ value: { saved: true, vault: { revision: 1 } } });
    });
    expect(changes).toEqual([]);
  });

  test("over another revision than the newest gives back theirs and writes nothing", async () => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    await save(editor, "a: theirs", 1);
    for (const base of [0, 1, 3]) {
      const changes = await changesIn(workspaceId, async () => {
        expect(await save(editor, "a: mine", base)).toMatchObject({
          ok: true,
          value: { saved: false, theirs: { revision: 2, text: "a: theirs" } },
        });
      });
      expect(changes).toEqual([]);
    }
  });

  test.each([0, 1])(
    "by several at once over revision %i is done for one, and the others get that",
    async (base) => {
      const { editor, workspaceId } = await makeEditor();
      if (base === 1) await save(editor, "a: 0", 0);
      const entries = await countAuditEvents(workspaceId);
      const texts = ["a: 1", "a: 2", "a: 3", "a: 4"];
      const outcomes = await Promise.all(texts.map((text) => save(editor, text, base)));
      const values = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
      const won = values.findIndex((value) => value.saved);
      expect(values.map((value) => value.saved).sort()).toEqual([false, false, false, true]);
      for (const value of values) {
        const seen = value.saved ? value.vault : value.theirs;
        expect(seen).toMatchObject({ revision: base + 1, text: texts[won] });
      }
      expect(await countAuditEvents(workspaceId)).toBe(entries + 1);
    },
  );

  test("is undone where the audit entry can't be written", async () => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    await blockAudit(workspaceId);
    const changes = await changesIn(workspaceId, () =>
      expect(save(editor, "a: 2", 1)).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });

  test("touches no vault of another member or of one's own elsewhere", async () => {
    const { person, editor, workspaceId } = await makeEditor();
    const other = await makePerson();
    await join(workspaceId, other);
    const others = actingAs("vaults.edit_own", other, { workspaceId, role: "member" });
    const elsewhere = actingAs("vaults.edit_own", person);
    await save(others, "other: 1", 0);
    await save(elsewhere, "elsewhere: 1", 0);
    await save(editor, "a: 1", 0);
    const textOf = async (actor: Editor) => {
      const stored = await findPersonalVault(actor.workspaceId, actor.userId);
      return stored && openStored(actor, stored);
    };
    expect(await Promise.all([others, elsewhere, editor].map(textOf))).toEqual([
      "other: 1",
      "elsewhere: 1",
      "a: 1",
    ]);
  });

  test("of a text with errors is refused at its place while the vault is on", async () => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    const changes = await changesIn(workspaceId, async () => {
      expect(await save(editor, broken, 1)).toMatchObject({
        ok: false,
        refusal: { code: "invalid", fields: { text: expect.stringMatching(/^Line \d+, column \d+: /) } },
      });
    });
    expect(changes).toEqual([]);
  });

  test("of more than 256 KB is refused", async () => {
    const { editor, workspaceId } = await makeEditor();
    const changes = await changesIn(workspaceId, async () => {
      for (const turnOff of [false, true]) {
        expect(await save(editor, `a: "${"x".repeat(256 * 1024)}"`, 0, { turnOff })).toMatchObject({
          refusal: { code: "invalid", fields: { text: expect.stringContaining("256 KB") } },
        });
      }
    });
    expect(changes).toEqual([]);
  });

  test.each([
    ["busy", "limited", "Try again in a minute"],
    ["too_slow", "invalid", "took too long"],
    ["failed", "invalid", "could not be checked"],
  ] as const)("of a text whose check is %s is refused, on or off", async (problem, code, words) => {
    const { editor, workspaceId } = await makeEditor();
    const before = setVaultWorkers({ run: async () => ({ problem }) });
    const changes = await changesIn(workspaceId, async () => {
      for (const turnOff of [false, true]) {
        expect(await save(editor, `a: "${"x".repeat(20_000)}"`, 0, { turnOff })).toMatchObject({
          refusal: { code, fields: { text: expect.stringContaining(words) } },
        });
      }
    });
    setVaultWorkers(before);
    expect(changes).toEqual([]);
  });

  test("of more than 256 KB is handed to no thread", async () => {
    const { editor } = await makeEditor();
    const handed: unknown[] = [];
    const run = async (order: unknown) => {
      handed.push(order);
      return { problem: "failed" } as const;
    };
    const before = setVaultWorkers({ run });
    await save(editor, "x".repeat(256 * 1024 + 1), 0);
    await save(editor, "x".repeat(256 * 1024), 0);
    setVaultWorkers(before);
    expect(handed).toHaveLength(1);
  });

  test("of a text with errors turns the vault off where that is asked, and says both", async () => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    expect(await save(editor, broken, 1, { turnOff: true })).toMatchObject({
      value: { saved: true, vault: { revision: 2, enabled: false, text: broken } },
    });
    expect(await lastAuditEvent(workspaceId, "vault.edited")).toMatchObject({ after: { revision: 2 } });
    expect(await lastAuditEvent(workspaceId, "vault.deactivated")).toMatchObject({
      before: { enabled: true },
      after: { enabled: false },
    });
  });

  test("of the same text only turns the vault off where that is asked", async () => {
    const { editor } = await makeEditor();
    await save(editor, "a: 1", 0);
    for (let times = 0; times < 2; times += 1) {
      expect(await save(editor, "a: 1", 1, { turnOff: true })).toMatchObject({
        value: { saved: true, vault: { revision: 1, enabled: false } },
      });
    }
  });

  test("of a text with errors, kept while the vault is off, is a conflict when it is turned on meanwhile", async () => {
    const { editor, reader, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    await switchOwnVault(editor, { enabled: false });
    const [vault] = await db().select().from(vaults).where(eq(vaults.workspaceId, workspaceId));
    let saving: ReturnType<typeof save> | undefined;
    await whileInTransaction(async (tx) => {
      await updateVaultEnabled(tx, workspaceId, vault?.id ?? "", true, new Date());
      saving = save(editor, broken, 1);
      await waitForLockWaiter();
    });
    expect(await saving).toMatchObject({
      ok: true,
      value: { saved: false, theirs: { enabled: true, text: "a: 1" } },
    });
    expect(await findOwnVault(reader)).toMatchObject({ revision: 1, enabled: true, text: "a: 1" });
  });
});

describe("switching a vault", () => {
  test.each([
    [false, "vault.deactivated"],
    [true, "vault.activated"],
  ] as const)("to %s is done and written", async (enabled, event) => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    if (enabled) await switchOwnVault(editor, { enabled: false });
    expect(await switchOwnVault(editor, { enabled })).toMatchObject({
      ok: true,
      value: { enabled, revision: 1 },
    });
    expect(await lastAuditEvent(workspaceId, event)).toMatchObject({
      actorUserId: editor.userId,
      before: { enabled: !enabled },
      after: { enabled },
    });
  });

  test.each([true, false])("to %s, where it is that already, writes nothing", async (enabled) => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    await switchOwnVault(editor, { enabled });
    const changes = await changesIn(workspaceId, async () => {
      expect(await switchOwnVault(editor, { enabled })).toMatchObject({ ok: true, value: { enabled } });
    });
    expect(changes).toEqual([]);
  });

  test("finds none where none was written", async () => {
    const { editor, person, workspaceId } = await makeEditor();
    await save(actingAs("vaults.edit_own", person), "a: 1", 0);
    const changes = await changesIn(workspaceId, async () => {
      expect(await switchOwnVault(editor, { enabled: false })).toMatchObject({
        refusal: { code: "not_found" },
      });
    });
    expect(changes).toEqual([]);
  });

  test("on is refused while the text has errors, with their place", async () => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, broken, 0, { turnOff: true });
    const changes = await changesIn(workspaceId, async () => {
      expect(await switchOwnVault(editor, { enabled: true })).toMatchObject({
        ok: false,
        refusal: { code: "invalid", fields: { text: expect.stringMatching(/^Line \d+, column \d+: /) } },
      });
    });
    expect(changes).toEqual([]);
  });

  test("is undone where the audit entry can't be written", async () => {
    const { editor, workspaceId } = await makeEditor();
    await save(editor, "a: 1", 0);
    await blockAudit(workspaceId);
    const changes = await changesIn(workspaceId, () =>
      expect(switchOwnVault(editor, { enabled: false })).rejects.toThrow("audit_events"),
    );
    expect(changes).toEqual([]);
  });
});
