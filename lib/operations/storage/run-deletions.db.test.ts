import { and, eq, gt } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, inTransaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { models } from "@/db/schema/models";
import { storageDeletionObjects, storageDeletions } from "@/db/schema/storage-deletions";
import { taskSamples } from "@/db/schema/task-reports";
import { tasks } from "@/db/schema/tasks";
import { lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import type { TestPerson } from "@/db/testing/factories/person";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { makeProject, makeTask } from "@/db/testing/resources";
import { changesIn } from "@/db/testing/rows";
import { recordAccessChanges } from "@/db/writes/access-changes";
import { AzurePeer } from "@/e2e/peers/azure";
import { GcsPeer } from "@/e2e/peers/gcs";
import { S3Peer } from "@/e2e/peers/s3";
import { resultOf } from "@/lib/entry/samples";
import { newId } from "@/lib/server/crypto";
import { deleteModel } from "../resources/models/delete-model";
import { deleteTask, resetTask } from "../resources/tasks/delete-task";
import { addCleanupCredentials } from "./cleanup-credentials";
import { findDeletionDetails, giveUpDeletion, listDeletionPage, retryDeletion } from "./deletions";
import { forgetEndedDeletions, runDueDeletion } from "./run-deletions";

process.env.STEWARD_PERMITTED_NETWORKS = "127.0.0.1";

openTestDatabase();

let s3: S3Peer;
let azure: AzurePeer;
let gcs: GcsPeer;
beforeAll(async () => {
  [s3, azure, gcs] = await Promise.all([S3Peer.start(), AzurePeer.start(), GcsPeer.start()]);
});
beforeEach(() => {
  s3.fault = () => undefined;
  s3.calls.length = 0;
});
afterAll(() => Promise.all([s3.stop(), azure.stop(), gcs.stop()]));

const runAll = async () => {
  while (await runDueDeletion(() => false));
};

async function makeWorld() {
  const team = await makeTeam();
  const { workspaceId, owner, member } = team;
  const project = await makeProject(workspaceId, member);
  const as = (person: TestPerson, role: "owner" | "member") => ({
    manager: actingAs("storage.manage_own", person, { workspaceId, role }),
    user: actingAs("resources.use", person, { workspaceId, role }),
  });
  const atS3 = (name: string) => `s3://${s3.endpoint.slice(7)}/${s3.bucket}/${name}`;
  const task = async (urlsOf: (id: string) => string[], person = member) => {
    const id = await makeTask(workspaceId, person, project);
    const artifacts = urlsOf(id).map((uri, at) => ({ key: `a${at}`, uri, mode: "output", type: "custom" }));
    await db().update(tasks).set({ artifacts }).where(eq(tasks.id, id));
    return id;
  };
  const model = async (uri: string, taskId: string | null = null) => {
    const id = newId();
    const at = new Date();
    await inTransaction(async (tx) => {
      await tx.insert(models).values({
        ...{ workspaceId, id, projectId: project, taskId, name: "Weights", uri, ready: false },
        ...{ ownerUserId: member.id, createdAt: at, updatedAt: at },
      });
      const object = { id, type: "model", parent: project } as const;
      await recordAccessChanges(tx, workspaceId, [{ kind: "object_put", object }]);
    });
    return id;
  };
  return { ...team, model, project, admin: as(owner, "owner"), actor: as(member, "member"), atS3, task };
}

const usual = {
  ...({ forWorkspace: false, service: "s3", method: "key", bucket: "", token: "", region: "" } as const),
  ...{ project: "", isSecure: false, verifiesCertificate: true },
};
const keysOfS3 = () => ({
  ...usual,
  ...{
    key: s3.keys.accessKey,
    secret: s3.keys.secretKey,
    region: s3.keys.region,
    host: s3.endpoint.slice(7),
  },
});
const all = { force: true, deletesModels: true, deletesObjects: true, withSteps: false };
const shown = async (manager: ReturnType<typeof actingAs<"storage.manage_own">>) => {
  const [row] = (await listDeletionPage(manager, 1)).rows;
  if (!row) throw new Error("There is no deletion.");
  const details = await findDeletionDetails(manager, row.id, 1);
  if (!details) throw new Error("The deletion is not found.");
  const { total, deleted, failed, givenUp, endedAt } = details.deletion;
  return { id: row.id, total, deleted, failed, givenUp, hasEnded: endedAt !== null, ...details };
};

describe("a deleted task", () => {
  test("has its artifacts, samples and models deleted in all three services, with audit entries", async () => {
    const { actor, workspaceId, atS3, task, model, member } = await makeWorld();
    resultOf(await addCleanupCredentials(actor.manager, keysOfS3()));
    const account = { ...usual, service: "azure" as const, key: azure.account, host: azure.host };
    const sas = { ...account, method: "sas" as const, secret: azure.sas() };
    resultOf(await addCleanupCredentials(actor.manager, sas));
    const keyFile = { ...usual, service: "gcs" as const, method: "json" as const, secret: gcs.keyFile() };
    resultOf(await addCleanupCredentials(actor.manager, { ...keyFile, key: "", host: gcs.host }));
    for (const name of ["a.pt", "kept.pt", "ü b+c.png"]) s3.hold(name);
    azure.blobs.add("models/m.pt").add("other.pt");
    gcs.objects.add("g.bin");
    const id = await task(() => [
      atS3("a.pt"),
      atS3("a.pt"),
      `gs://${gcs.bucket}/g.bin`,
      "https://elsewhere/x",
    ]);
    await model(`azure://${azure.host}/artifacts/models/m.pt`, id);
    await db()
      .insert(taskSamples)
      .values({
        ...{ workspaceId, taskId: id, metric: "m", variant: "v", iteration: 0, bytes: 1 },
        ...{ url: atS3("ü b+c.png"), reportedAt: new Date() },
      });
    const { urls } = resultOf(await deleteTask(actor.user, id, all));
    expect(urls).toEqual({ models: [], artifacts: ["https://elsewhere/x"] });
    expect(await lastAuditEvent(workspaceId, "storage.deletion_started")).toMatchObject({
      ...{ actorUserId: member.id, after: { task: id, objects: 4 } },
    });
    await runAll();
    expect(s3.names).toEqual(["kept.pt"]);
    expect([...azure.blobs]).toEqual(["other.pt"]);
    expect([...gcs.objects]).toEqual([]);
    expect(await shown(actor.manager)).toMatchObject({ total: 4, deleted: 4, failed: 0, hasEnded: true });
    expect(await lastAuditEvent(workspaceId, "storage.deletion_ended")).toMatchObject({
      after: { objects: 4, deleted: 4, failed: 0 },
    });
    await runAll();
    expect(s3.calls.filter(({ method }) => method === "DELETE")).toHaveLength(2);
  });

  test("has its files deleted with an account key of Azure and an HMAC key of Google Cloud, whatever their names", async () => {
    const { actor, task } = await makeWorld();
    const account = { ...usual, service: "azure" as const, key: azure.account, host: azure.host };
    const wrong = { ...account, secret: Buffer.from("another key").toString("base64") };
    resultOf(await addCleanupCredentials(actor.manager, { ...account, secret: azure.accountKey }));
    resultOf(await addCleanupCredentials(actor.manager, { ...keysOfS3(), service: "gcs" as const }));
    const names = ["models/ü b+c (1).pt", "a&b=c/d%20e.bin", "plain"];
    for (const name of names) {
      s3.hold(name);
      azure.blobs.add(name);
    }
    const urls = names.flatMap((name) => [
      `gs://${s3.bucket}/${name}`,
      `azure://${azure.host}/${azure.container}/${name}`,
    ]);
    const first = await task(() => urls);
    resultOf(await deleteTask(actor.user, first, all));
    await runAll();
    expect(s3.names.filter((name) => names.includes(name))).toEqual([]);
    expect([...azure.blobs].filter((name) => names.includes(name))).toEqual([]);
    expect(await shown(actor.manager)).toMatchObject({ total: 6, deleted: 6, failed: 0 });

    const other = await makeWorld();
    resultOf(await addCleanupCredentials(other.actor.manager, wrong));
    azure.blobs.add("plain");
    const second = await other.task(() => [`azure://${azure.host}/${azure.container}/plain`]);
    resultOf(await deleteTask(other.actor.user, second, all));
    await runAll();
    expect(azure.blobs.has("plain")).toBe(true);
    expect(await shown(other.actor.manager)).toMatchObject({
      ...{ deleted: 0, failed: 1, reasons: [{ problem: "wrong_secret" }] },
    });
    azure.blobs.delete("plain");
  });

  test("keeps its objects if they are to stay, and a model’s file that another model has", async () => {
    const { actor, workspaceId, atS3, task, model } = await makeWorld();
    resultOf(await addCleanupCredentials(actor.manager, keysOfS3()));
    for (const name of ["stays.pt", "shared.pt"]) s3.hold(name);
    const one = await task(() => [atS3("stays.pt")]);
    resultOf(await deleteTask(actor.user, one, { ...all, deletesObjects: false }));
    const uri = atS3("shared.pt");
    const first = await model(uri);
    const last = await model(uri);
    resultOf(await deleteModel(actor.user, first, { force: true, deletesObjects: true }));
    await runAll();
    expect(s3.names).toEqual(expect.arrayContaining(["stays.pt", "shared.pt"]));
    expect((await listDeletionPage(actor.manager, 1)).total).toBe(0);
    resultOf(await deleteModel(actor.user, last, { force: true, deletesObjects: true }));
    await runAll();
    expect(s3.names).not.toContain("shared.pt");
    expect(await db().$count(models, eq(models.workspaceId, workspaceId))).toBe(0);
  });

  test("that is only reset has its objects deleted, but for those that it was given", async () => {
    const { actor, workspaceId, atS3, task } = await makeWorld();
    resultOf(await addCleanupCredentials(actor.manager, keysOfS3()));
    for (const name of ["made.pt", "given.pt"]) s3.hold(name);
    const id = await task(() => []);
    const artifacts = [
      { key: "made", uri: atS3("made.pt"), mode: "output", type: "custom" },
      { key: "given", uri: atS3("given.pt"), mode: "input", type: "custom" },
    ];
    await db().update(tasks).set({ artifacts, status: "stopped" }).where(eq(tasks.id, id));
    const words = { reason: "", message: "", force: true, at: new Date() };
    const how = { clearsAll: false, deletesModels: true, deletesFiles: true, deletesObjects: true };
    resultOf(await resetTask(actor.user, id, words, how));
    await runAll();
    expect(s3.names).not.toContain("made.pt");
    expect(s3.names).toContain("given.pt");
    expect(await lastAuditEvent(workspaceId, "storage.deletion_ended")).toMatchObject({
      after: { deleted: 1 },
    });
  });
});

describe("what can’t be deleted", () => {
  test.each<[string, () => { host?: string; secret?: string } | null, (url: string) => string, string]>([
    ["without credentials", () => null, (url) => url, "no_credentials"],
    ["with a wrong secret", () => ({ secret: "wrong" }), (url) => url, "wrong_secret"],
    [
      "in a bucket that is not there",
      () => ({}),
      (url) => url.replace(s3.bucket, "elsewhere"),
      "no_such_bucket",
    ],
    ["with a name that no URL leads to", () => ({}), (url) => `${url}/../x`, "odd_name"],
  ])("%s is listed with its reason, tried again and given up", async (_, change, rename, problem) => {
    const { actor, admin, workspaceId, atS3, task } = await makeWorld();
    const credentials = change();
    if (credentials) resultOf(await addCleanupCredentials(actor.manager, { ...keysOfS3(), ...credentials }));
    const url = rename(atS3("left.pt"));
    const id = await task(() => [url]);
    resultOf(await deleteTask(actor.user, id, all));
    await runAll();
    const found = await shown(actor.manager);
    expect(found).toMatchObject({ total: 1, failed: 1, hasEnded: true, left: { rows: [{ url, problem }] } });
    expect(found.reasons).toEqual([{ place: found.left.rows[0]?.place, problem, count: 1 }]);
    expect(await lastAuditEvent(workspaceId, "storage.deletion_failed")).toMatchObject({
      after: { failed: 1, problems: found.reasons },
    });
    const choice = { deletionId: found.id };
    resultOf(await retryDeletion(actor.manager, choice));
    await runAll();
    expect(await shown(actor.manager)).toMatchObject({ failed: 1, hasEnded: true });
    resultOf(await giveUpDeletion(admin.manager, choice));
    expect(await shown(actor.manager)).toMatchObject({ failed: 0, givenUp: 1, left: { total: 0 } });
    expect(await retryDeletion(actor.manager, choice)).toMatchObject({ refusal: { code: "conflict" } });
    const events = await db()
      .select({ event: auditEvents.event })
      .from(auditEvents)
      .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.targetId, found.id)));
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["storage.deletion_retried", "storage.deletion_given_up"]),
    );
  });

  test("by the rights of a member is left to admins: objects whose path names no task that they could modify", async () => {
    const { actor, admin, atS3, task } = await makeWorld();
    resultOf(await addCleanupCredentials(admin.manager, { ...keysOfS3(), forWorkspace: true }));
    const urls: string[] = [];
    const id = await task((own) => {
      urls.push(atS3(`p/Train.${own}/artifacts/a.pt`), atS3(`p/Train.${"0".repeat(32)}/artifacts/b.pt`));
      return urls;
    });
    for (const url of urls) s3.hold(url.slice(atS3("").length));
    resultOf(await deleteTask(actor.user, id, all));
    await runAll();
    const found = await shown(actor.manager);
    expect(found).toMatchObject({ deleted: 1, failed: 1 });
    expect(found.left.rows).toMatchObject([{ url: urls[1], problem: "not_of_task" }]);
    resultOf(await retryDeletion(actor.manager, { deletionId: found.id }));
    await runAll();
    expect(await shown(actor.manager)).toMatchObject({ deleted: 1, failed: 1 });
    resultOf(await retryDeletion(admin.manager, { deletionId: found.id }));
    await runAll();
    expect(await shown(actor.manager)).toMatchObject({ deleted: 2, failed: 0 });
  });

  test("is nothing to other members and other workspaces", async () => {
    const { actor, admin, workspaceId, atS3, task, owner } = await makeWorld();
    const id = await task(() => [atS3("own.pt")], owner);
    resultOf(await deleteTask(admin.user, id, all));
    await runAll();
    const { id: deletionId } = await shown(admin.manager);
    const elsewhere = (await makeWorld()).admin;
    const changed = await changesIn(workspaceId, async () => {
      for (const { manager } of [actor, elsewhere]) {
        expect(await findDeletionDetails(manager, deletionId, 1)).toBeUndefined();
        expect((await listDeletionPage(manager, 1)).total).toBe(0);
        for (const outcome of [
          await retryDeletion(manager, { deletionId }),
          await giveUpDeletion(manager, { deletionId }),
        ]) {
          expect(outcome).toMatchObject({ refusal: { code: "not_found" } });
        }
      }
    });
    expect(changed).toEqual([]);
  });
});

describe("an attempt whose answer is lost", () => {
  test("is not made a second time where it deleted the object", async () => {
    const { actor, atS3, task } = await makeWorld();
    resultOf(await addCleanupCredentials(actor.manager, keysOfS3()));
    const names = Array.from({ length: 20 }, (_, at) => `lost/${at}`);
    for (const name of names) s3.hold(name);
    s3.fault = ({ method }) =>
      method === "DELETE" ? { code: "InternalError", isCarriedOut: true } : undefined;
    const id = await task(() => names.map(atS3));
    resultOf(await deleteTask(actor.user, id, all));
    await Promise.all([runAll(), runAll()]);
    expect(await shown(actor.manager)).toMatchObject({ deleted: 20, failed: 0, hasEnded: true });
    const deletes = s3.calls.filter(({ method }) => method === "DELETE").map(({ name }) => name);
    expect(deletes.sort()).toEqual([...names].sort());
  });

  test("waits longer each time, and lets nothing of its bucket be asked meanwhile", async () => {
    const { actor, atS3, task, workspaceId } = await makeWorld();
    resultOf(await addCleanupCredentials(actor.manager, { ...keysOfS3(), host: "127.0.0.1:1" }));
    const urls = Array.from({ length: 60 }, (_, at) =>
      atS3(`${at}`).replace(s3.endpoint.slice(7), "127.0.0.1:1"),
    );
    const id = await task(() => urls);
    resultOf(await deleteTask(actor.user, id, all));
    await runAll();
    const rows = await db()
      .select({ attempts: storageDeletionObjects.attempts, next: storageDeletionObjects.nextAttemptAt })
      .from(storageDeletionObjects)
      .where(eq(storageDeletionObjects.workspaceId, workspaceId));
    expect(rows).toHaveLength(60);
    expect(rows.filter(({ attempts }) => attempts === 0)).toHaveLength(20);
    expect(rows.every(({ next }) => next.getTime() > Date.now() - 1_000)).toBe(true);
    expect(await shown(actor.manager)).toMatchObject({ failed: 0, deleted: 0, hasEnded: false });
  });
});

test("a deletion is forgotten 90 days after it ended, but for one of which something is left", async () => {
  const { actor, workspaceId, task, atS3 } = await makeWorld();
  resultOf(await addCleanupCredentials(actor.manager, keysOfS3()));
  for (const name of ["old.pt", "locked.pt", "new.pt"]) s3.hold(name);
  s3.fault = ({ name }) => (name === "locked.pt" ? { code: "AccessDenied" } : undefined);
  for (const name of ["old.pt", "locked.pt", "new.pt"]) {
    resultOf(await deleteTask(actor.user, await task(() => [atS3(name)]), all));
    await runAll();
    const daysAgo = name === "new.pt" ? 89 : 91;
    await db()
      .update(storageDeletions)
      .set({ endedAt: new Date(Date.now() - daysAgo * 86_400_000) })
      .where(and(eq(storageDeletions.workspaceId, workspaceId), gt(storageDeletions.endedAt, lately())));
  }
  expect((await listDeletionPage(actor.manager, 1)).total).toBe(3);
  expect(await forgetEndedDeletions()).toBe(false);
  const { rows } = await listDeletionPage(actor.manager, 1);
  expect(rows.map(({ failed, deleted }) => ({ failed, deleted }))).toEqual([
    { failed: 0, deleted: 1 },
    { failed: 1, deleted: 0 },
  ]);
});

/** Those that ended in this test, and were not dated back. */
const lately = () => new Date(Date.now() - 3_600_000);
