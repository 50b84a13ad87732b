import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { findPersonalVault } from "@/db/reads/vaults";
import { auditEvents } from "@/db/schema/audit-events";
import * as schema from "@/db/schema/index";
import { mails } from "@/db/schema/mails";
import { sealedColumns } from "@/db/schema/sealed-columns";
import { secondFactors } from "@/db/schema/sign-in-means";
import { vaultRevisions } from "@/db/schema/vaults";
import { workspaceHeads } from "@/db/schema/workspaces";
import { openTestDatabase } from "@/db/testing/database";
import { makePerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { ensureInstallation } from "@/db/writes/installation";
import { upsertUnconfirmedFactor } from "@/db/writes/sign-in-means";
import { resultOf } from "@/lib/entry/samples";
import { now } from "@/lib/server/clock";
import { openText, sealText } from "@/lib/server/crypto";
import { type SecretKey, writeKeyList } from "@/lib/server/key-list";
import { keyRing, setKeyFile } from "@/lib/server/secret-keys";
import { signToken, verifyToken } from "@/lib/server/signed-token";
import { checkAuditLog } from "../audit/audit-check";
import { checkInstallationLog } from "../audit/installation-log";
import { readInstallationLog } from "../audit/read-log";
import { queueAccountMail } from "../mail/mails";
import { secretContext } from "../sign-in/second-factor-code";
import { addBucketCredentials, listBucketAccess } from "../storage/bucket-credentials";
import { addCleanupCredentials, listCleanupAccess } from "../storage/cleanup-credentials";
import { findOwnVault, saveOwnVault } from "../vaults/vaults";
import { sealedNames } from "./sealed-texts";
import { listSecretKeys, type RotationOptions, type RotationStep, rotateSecretKeys } from "./secret-keys";

openTestDatabase({ alone: true });

/** Stands for the file that every process reads; each test begins with what the one before left. */
let stored = "";
let written = 0;

beforeEach(async () => {
  await ensureInstallation("nonce", new Date());
  stored ||= writeKeyList([{ id: "first", key: randomBytes(32) }]);
  setKeyFile({ stamp: () => `${written}`, read: () => stored });
});
afterEach(() => setKeyFile(undefined));

const replaceKeys = (keys: readonly SecretKey[]) => {
  stored = writeKeyList(keys);
  written += 1;
};

async function runRotation(more: Partial<RotationOptions>) {
  const options = { replaceKeys, tell: () => {}, wait: async () => {} };
  return resultOf(await rotateSecretKeys({ ...options, ...more }));
}

async function rotate(more: Partial<RotationOptions> = {}) {
  const steps: RotationStep[] = [];
  const rotation = await runRotation({ tell: (step) => void steps.push(step), ...more });
  if (rotation.state === "key_wanted") throw new Error("The rotation asked for a key.");
  return { ...rotation, steps };
}

const wholeIds = () => keyRing().keys.flatMap(({ id, purpose }) => (purpose === undefined ? id : []));

async function makeEditor() {
  const person = await makePerson();
  const workspaceId = await makeWorkspace(person);
  const editor = actingAs("vaults.edit_own", person, { workspaceId });
  const reader = actingAs("vaults.read_own", person, { workspaceId });
  let revision = 0;
  const save = async (text: string) => {
    const edit = { format: "hocon", text, baseRevision: revision, turnOff: false } as const;
    const saved = await saveOwnVault(editor, edit);
    if (!saved.ok || !saved.value.saved) throw new Error("The vault was not saved.");
    revision += 1;
  };
  return { person, workspaceId, save, read: async () => (await findOwnVault(reader)).text };
}

/** One row of everything that is sealed or signed. */
async function makeWorld() {
  const one = await makeEditor();
  await one.save("a = 1 # first");
  await one.save("a = 2 # second");
  const factor = { userId: one.person.id, sealedSecret: sealText("totp", secretContext(one.person.id)) };
  await inTransaction((tx) => upsertUnconfirmedFactor(tx, { ...factor, createdAt: now() }));
  const mail = { kind: "sign_in", recipient: one.person.email, next: "/settings" } as const;
  await inTransaction((tx) => queueAccountMail(tx, mail));
  const access = { bucket: "b", key: "AKIA", secret: "s3cret", token: "", region: "", host: "" };
  const holder = actingAs("storage.manage_own", one.person);
  resultOf(await addBucketCredentials(holder, access));
  const unused = { region: "", project: "", isSecure: true, verifiesCertificate: true, forWorkspace: true };
  resultOf(await addCleanupCredentials(holder, { ...unused, ...access, service: "s3", method: "key" }));
  return one;
}

const usesOf = async (id: string) => (await listSecretKeys()).find((key) => key.id === id)?.rows;

test("every column that is named for holding sealed texts is moved by a rotation", () => {
  const named = Object.values(schema).flatMap((table) =>
    Object.entries(table).flatMap(([property, column]) => (/^sealed[A-Z]/.test(property) ? [column] : [])),
  );
  const moved = sealedNames.map((name) => sealedColumns[name].column);
  expect(named.length).toBeGreaterThanOrEqual(4);
  expect(new Set(named)).toEqual(new Set(moved));
});

describe("a rotation", () => {
  test("puts everything under a new key, word for word, and retires the old one", async () => {
    const { person, workspaceId, read } = await makeWorld();
    const before = keyRing().newest.id;
    expect(Object.values((await usesOf(before)) ?? {}).every((rows) => rows > 0)).toBe(true);

    const rotated = await rotate();
    expect(rotated).toMatchObject({ state: "rotated", retired: [before], unreadable: 0, brokenLogs: 0 });
    expect(wholeIds()).toEqual([rotated.keyId]);
    const left = await usesOf(before);
    expect(left).toMatchObject({ vaultTexts: 0, servedVaultTexts: 0, mails: 0, secondFactors: 0, logs: 0 });
    expect(await read()).toBe("a = 2 # second");
    const [{ secret } = {}] = await listBucketAccess(actingAs("storage.manage_own", person));
    expect(secret).toBe("s3cret");
    const [cleanup] = await listCleanupAccess(actingAs("storage.manage_own", person).workspaceId, person.id);
    expect(cleanup?.access?.secret).toBe("s3cret");
    const [factor] = await db().select().from(secondFactors).where(eq(secondFactors.userId, person.id));
    expect(openText(factor?.sealedSecret ?? "", secretContext(person.id))).toBe("totp");
    const [mail] = await db().select().from(mails).where(eq(mails.recipient, person.email));
    const opened = openText(mail?.sealedContent ?? "", {
      workspaceId: "",
      table: "mails",
      row: mail?.id ?? "",
    });
    expect(JSON.parse(opened)).toEqual({ next: "/settings" });
    const revisions = await db()
      .select()
      .from(vaultRevisions)
      .where(eq(vaultRevisions.workspaceId, workspaceId));
    expect(revisions.map(({ sealedText }) => sealedText.split(".")[1])).toEqual([
      rotated.keyId,
      rotated.keyId,
    ]);
  });

  test("leaves every audit log whole, those of before and what is written next", async () => {
    const { workspaceId, save } = await makeWorld();
    await rotate();
    expect((await checkAuditLog(workspaceId)).broken).toBeUndefined();
    await save("a = 3");
    const checked = await checkAuditLog(workspaceId);
    expect(checked).toMatchObject({ plainUntil: 0, broken: undefined });
    expect((await checkInstallationLog()).broken).toBeUndefined();
  });

  test("shows an entry altered after its key was retired", async () => {
    const { workspaceId } = await makeWorld();
    await rotate();
    await db().update(auditEvents).set({ actorName: "Eve" }).where(eq(auditEvents.workspaceId, workspaceId));
    expect((await checkAuditLog(workspaceId)).broken).toMatchObject({ number: 1, problem: "altered" });
  });

  test("signs no end of a log that was altered before", async () => {
    const { workspaceId } = await makeWorld();
    await db()
      .update(workspaceHeads)
      .set({ auditNumber: 1 })
      .where(eq(workspaceHeads.workspaceId, workspaceId));
    const { brokenLogs } = await rotate();
    expect(brokenLogs).toBe(1);
    expect((await checkAuditLog(workspaceId)).broken).toBeDefined();
    await db().delete(workspaceHeads).where(eq(workspaceHeads.workspaceId, workspaceId));
  });

  test("is in the installation's log, without the keys", async () => {
    const before = keyRing().newest.id;
    const { keyId } = await rotate();
    const entries = [];
    for await (const { event, targetId, actorName } of readInstallationLog())
      entries.push({ event, targetId, actorName });
    expect(entries.slice(-2)).toEqual([
      { event: "secret_key.created", targetId: keyId, actorName: "Operator" },
      { event: "secret_key.retired", targetId: before, actorName: "Operator" },
    ]);
  });

  test.each([
    ["goes on counting", false],
    ["ends with it where that is asked for", true],
  ])("what the old key signed %s", async (_, endTokens) => {
    const exp = Math.floor(now().getTime() / 1000) + 3_600;
    const token = signToken("session", { sub: "u", exp });
    await rotate({ endTokens });
    expect(verifyToken("session", token, now())).toEqual(endTokens ? undefined : { sub: "u", exp });
  });
});

class Killed extends Error {}

describe("a rotation that was killed", () => {
  const ends: [string, (step: RotationStep) => boolean][] = [
    ["as it had made the key", ({ step }) => step === "created"],
    ["within the texts", (step) => step.step === "resealed" && step.what === "vaultTexts"],
    ["between the tables", (step) => step.step === "resealed" && step.what === "mails"],
    ["as it waited", ({ step }) => step === "waiting"],
  ];

  test.each(ends)("%s goes on at the next run, with the same key", async (_, isEnd) => {
    const { read, save } = await makeWorld();
    const before = keyRing().newest.id;
    const tell = (step: RotationStep) => {
      if (isEnd(step)) throw new Killed();
    };
    await expect(rotate({ tell })).rejects.toThrow(Killed);
    const fresh = keyRing().newest.id;
    expect(wholeIds()).toEqual([fresh, before]);
    expect(await read()).toBe("a = 2 # second");
    await save("a = 3");

    const rotated = await rotate();
    expect(rotated).toMatchObject({ state: "rotated", keyId: fresh, retired: [before] });
    expect(rotated.steps[0]).toEqual({ step: "resumed", keyId: fresh, older: [before] });
    expect(wholeIds()).toEqual([fresh]);
    expect(await read()).toBe("a = 3");
    const made = [];
    for await (const { event, targetId } of readInstallationLog())
      if (event === "secret_key.created" && targetId === fresh) made.push(targetId);
    expect(made).toHaveLength(1);
  });

  test("as it wrote the keys for the last time goes on with the old one", async () => {
    await makeWorld();
    const before = keyRing().newest.id;
    let writes = 0;
    const failing = (keys: readonly SecretKey[]) => {
      writes += 1;
      if (writes === 2) throw new Killed();
      replaceKeys(keys);
    };
    await expect(rotate({ replaceKeys: failing })).rejects.toThrow(Killed);
    expect(wholeIds()).toHaveLength(2);
    expect(await rotate()).toMatchObject({ state: "rotated", retired: [before] });
  });
});

describe("during a rotation", () => {
  test("what is saved while it goes over the tables is kept, under the new key", async () => {
    const worlds = [await makeWorld(), await makeWorld(), await makeWorld()];
    const saving: Promise<void>[] = [];
    const tell = ({ step }: RotationStep) => {
      if (step !== "resealed") return;
      const world = worlds.pop();
      if (world) saving.push(world.save("a = 9"));
    };
    const all = [...worlds];
    const rotated = await rotate({ tell });
    await Promise.all(saving);
    expect(saving).toHaveLength(3);
    expect(await Promise.all(all.map(({ read }) => read()))).toEqual(["a = 9", "a = 9", "a = 9"]);
    expect(rotated.state).toBe("rotated");
    expect(wholeIds()).toEqual([rotated.keyId]);
  });

  test("what a request sealed before, and wrote while it waited, keeps nobody from reading it", async () => {
    const { person, read, save } = await makeEditor();
    await save("a = 1");
    const late = sealText("late", secretContext(person.id));
    const wait = async () => {
      const factor = { userId: person.id, sealedSecret: late, createdAt: now() };
      await inTransaction((tx) => upsertUnconfirmedFactor(tx, factor));
    };
    const { keyId } = await rotate({ wait });
    const [row] = await db().select().from(secondFactors).where(eq(secondFactors.userId, person.id));
    expect(row?.sealedSecret.split(".")[1]).toBe(keyId);
    expect(openText(row?.sealedSecret ?? "", secretContext(person.id))).toBe("late");
    expect(await read()).toBe("a = 1");
  });

  test("another one is refused", async () => {
    let other: Awaited<ReturnType<typeof rotateSecretKeys>> | undefined;
    const wait = async () => {
      other = await rotateSecretKeys({ replaceKeys, tell: () => {} });
    };
    await rotate({ wait });
    expect(other).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  });
});

test("a key of data that can't be decrypted is kept", async () => {
  const { person, workspaceId, save } = await makeEditor();
  await save("a = 1");
  const before = keyRing().newest.id;
  const vaultId = (await findPersonalVault(workspaceId, person.id))?.id ?? "";
  const [row] = await db().select().from(vaultRevisions).where(eq(vaultRevisions.vaultId, vaultId));
  const [version, keyId, wrapped = "", text] = row?.sealedText.split(".") ?? [];
  const altered = [version, keyId, `AAAA${wrapped.slice(4)}`, text].join(".");
  const set = (sealedText: string) =>
    db().update(vaultRevisions).set({ sealedText }).where(eq(vaultRevisions.vaultId, vaultId));
  await set(altered);
  const found = await rotate();
  expect(found).toMatchObject({ state: "still_used", older: [before], unreadable: 1 });
  expect(wholeIds()).toEqual([found.keyId, before]);
  await set(row?.sealedText ?? "");
  expect(await rotate()).toMatchObject({ state: "rotated", retired: [before], unreadable: 0 });
});

describe("keys that the environment holds", () => {
  test("are never written: a new one is handed out, and then what may take the place of the old", async () => {
    const { read, save } = await makeEditor();
    await save("a = 1");
    const before = keyRing().newest.id;
    const wanted = await runRotation({ replaceKeys: undefined });
    if (wanted.state !== "key_wanted") throw new Error(wanted.state);
    expect(wholeIds()).toEqual([before]);

    stored = `${wanted.entry},${stored}`;
    written += 1;
    const moved = await rotate({ replaceKeys: undefined });
    if (moved.state !== "replaceable") throw new Error(moved.state);
    expect(moved.older).toEqual([before]);
    expect(wholeIds()).toEqual([moved.keyId, before]);

    stored = moved.entries;
    written += 1;
    expect(wholeIds()).toEqual([moved.keyId]);
    expect(await read()).toBe("a = 1");
    expect((await checkInstallationLog()).broken).toBeUndefined();
  });
});

test("the list shows each key's state and uses, and never a key", async () => {
  const { save } = await makeEditor();
  await save("a = 1");
  const before = keyRing().newest.id;
  const { keyId } = await rotate();
  const listed = await listSecretKeys();
  expect(listed.find(({ id }) => id === keyId)).toMatchObject({
    state: "newest",
    createdAt: expect.any(Date),
  });
  const retired = listed.find(({ id }) => id === before);
  expect(retired).toMatchObject({ state: "retired", retiredAt: expect.any(Date), rows: { vaultTexts: 0 } });
  expect(retired?.rows.entries).toBeGreaterThan(0);
  for (const { key } of keyRing().keys) expect(JSON.stringify(listed)).not.toContain(key.toString("base64"));
});
