import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { findPersonalVault, listOutdatedRevisions } from "@/db/reads/vaults";
import { vaultRevisions } from "@/db/schema/vaults";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { changesIn } from "@/db/testing/rows";
import { updateVaultEnabled } from "@/db/writes/vaults";
import type { VaultEdit } from "@/lib/core/vault/inputs";
import { canonicalWriter } from "@/lib/core/vault/write/canonical";
import { authenticate } from "@/lib/server/api-caller";
import { makeCaller } from "@/lib/tooling/wire-client";
import { findAgentConfiguration } from "./agent-configuration";
import { remakeOutdatedCanonicals } from "./vault-canonicals";
import { openCanonical, sealCanonical } from "./vault-texts";
import { saveOwnVault, switchOwnVault } from "./vaults";

openTestDatabase();

async function makeVault(text: string, more: Partial<VaultEdit> = {}) {
  const { person, workspaceId, key } = await makeCaller();
  const editor = actingAs("vaults.edit_own", person, { workspaceId });
  const edit = { format: "hocon", text, baseRevision: 0, turnOff: false, ...more } as const;
  const saved = await saveOwnVault(editor, edit);
  if (!saved.ok) throw new Error(saved.refusal.message);
  const id = (await findPersonalVault(workspaceId, person.id))?.id ?? "";
  const place = { workspaceId, vaultId: id, revision: 1 };
  const ofVault = and(eq(vaultRevisions.workspaceId, workspaceId), eq(vaultRevisions.vaultId, id));
  const set = (values: Partial<typeof vaultRevisions.$inferInsert>) =>
    db().update(vaultRevisions).set(values).where(ofVault);
  const newest = async () => {
    const rows = await db().select().from(vaultRevisions).where(ofVault).orderBy(vaultRevisions.number);
    return rows.at(-1)!;
  };
  const served = async () => {
    const caller = await authenticate({ authorization: key.basic, ip: "", worker: undefined });
    if ("problem" in caller) throw new Error(caller.problem);
    return (await findAgentConfiguration(caller)).vaults.map(({ data }) => data);
  };
  return { editor, workspaceId, id, place, set, newest, served };
}

const notMade = { sealedCanonical: null, canonicalWriter: 0 };

describe("the text that clients are served", () => {
  test.each([
    ["hocon", `sdk.x = 1 # mine\ny = \${?HOME}`, `{"sdk": {"x": 1}, "y": \${?HOME}}\n`],
    ["json", '{"sdk": {"x": [1, 2]}}', '{"sdk": {"x": [1, 2]}}\n'],
    ["yaml", "sdk:\n  x: on it # mine\n", '{"sdk": {"x": "on it"}}\n'],
  ] as const)(
    "is made from %s when it is saved, and stands sealed beside it",
    async (format, text, canonical) => {
      const { newest, place } = await makeVault(text, { format });
      const row = await newest();
      expect(openCanonical(row.sealedCanonical ?? "", place)).toBe(canonical);
      expect(row.canonicalWriter).toBe(canonicalWriter);
      for (const readable of [text, canonical.trim()]) {
        expect(Object.values(row)).not.toContainEqual(expect.stringContaining(readable));
      }
    },
  );

  test("is served without a look at the author’s", async () => {
    const { set, served } = await makeVault("a = 1");
    await set({ sealedText: "gone" });
    expect(await served()).toEqual(['{"a": 1}\n']);
  });

  test("opens in no other row, and as no author’s text", async () => {
    const [mine, theirs] = [await makeVault("a = 1"), await makeVault("b = 2")];
    await mine.set({ sealedCanonical: (await theirs.newest()).sealedCanonical });
    expect(await mine.served()).toEqual([]);
    await theirs.set({ sealedCanonical: (await theirs.newest()).sealedText });
    expect(await theirs.served()).toEqual([]);
  });

  test("is not there for a text with errors, kept while its vault is off", async () => {
    const { newest, served, editor } = await makeVault("a: {", { turnOff: true });
    expect(await newest()).toMatchObject({ sealedCanonical: null, canonicalWriter });
    expect(await served()).toEqual([]);
    expect(await switchOwnVault(editor, { enabled: true })).toMatchObject({ ok: false });
    const mended = { format: "hocon", text: "a = 1", baseRevision: 1, turnOff: false } as const;
    await saveOwnVault(editor, mended);
    await switchOwnVault(editor, { enabled: true });
    expect(await served()).toEqual(['{"a": 1}\n']);
  });

  test.each([0, canonicalWriter])("is made when a vault that has none by %i is turned on", async (writer) => {
    const { set, served, editor } = await makeVault("a = 1", { turnOff: true });
    await set({ sealedCanonical: null, canonicalWriter: writer });
    expect(await switchOwnVault(editor, { enabled: true })).toMatchObject({ ok: true });
    await set({ sealedText: "gone" });
    expect(await served()).toEqual(['{"a": 1}\n']);
  });
});

describe("what an older version stored", () => {
  test("is made once, and counts at the next call", async () => {
    const { set, place, newest, served } = await makeVault("a = new");
    const older = sealCanonical('{"a": "old"}\n', place);
    await set({ ...older, canonicalWriter: canonicalWriter - 1 });
    expect(await served()).toEqual(['{"a": "old"}\n']);
    expect(await remakeOutdatedCanonicals()).toBeGreaterThan(0);
    expect(await newest()).toMatchObject({ canonicalWriter });
    expect(await served()).toEqual(['{"a": "new"}\n']);
    expect(await changesIn(place.workspaceId, () => remakeOutdatedCanonicals())).toEqual([]);
  });

  test("is made in as many batches as it takes, past one that can’t be opened", async () => {
    const vaults = [];
    for (let count = 0; count < 25; count += 1) vaults.push(await makeVault(`a = ${count}`));
    for (const { set } of vaults) await set(notMade);
    await vaults[7]?.set({ sealedText: "gone" });
    await remakeOutdatedCanonicals();
    const writers = await Promise.all(vaults.map(async ({ newest }) => (await newest()).canonicalWriter));
    expect(writers).toEqual(vaults.map((_, at) => (at === 7 ? 0 : canonicalWriter)));
    const found = await listOutdatedRevisions(canonicalWriter, undefined, 1_000);
    expect(found.map(({ id }) => id)).toContain(vaults[7]?.id);
  });

  test("stops where it is told to", async () => {
    const { set, newest } = await makeVault("a = 1");
    await set(notMade);
    await remakeOutdatedCanonicals(() => true);
    expect((await newest()).canonicalWriter).toBe(0);
  });

  test("is made for the call that needs it, whatever was reached yet", async () => {
    const { set, served, newest } = await makeVault("a = 1");
    await set(notMade);
    expect(await Promise.all([served(), served()])).toEqual([['{"a": 1}\n'], ['{"a": 1}\n']]);
    expect(await newest()).toMatchObject({ canonicalWriter });
  });

  test("is kept where this version finds errors in a vault that is on", async () => {
    const { set, place, served, workspaceId, id } = await makeVault("a: {", { turnOff: true });
    await inTransaction((tx) => updateVaultEnabled(tx, workspaceId, id, true, new Date()));
    await set({ ...sealCanonical('{"a": {}}\n', place), canonicalWriter: canonicalWriter - 1 });
    await remakeOutdatedCanonicals();
    expect(await served()).toEqual(['{"a": {}}\n']);
  });

  test("is not made of another revision than the newest", async () => {
    const { set, editor, newest, served } = await makeVault("a = 1");
    await set(notMade);
    await saveOwnVault(editor, { format: "hocon", text: "a = 2", baseRevision: 1, turnOff: false });
    const before = await newest();
    await remakeOutdatedCanonicals();
    expect(await newest()).toEqual(before);
    expect(await served()).toEqual(['{"a": 2}\n']);
  });
});
