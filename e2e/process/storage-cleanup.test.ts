import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { storageDeletionJobs, storageDeletionObjects, storageDeletions } from "@/db/schema/storage-deletions";
import { tasks } from "@/db/schema/tasks";
import { makeCredentials } from "@/db/testing/factories/credentials";
import { makeAccount } from "@/db/testing/factories/person";
import { actAs } from "@/db/testing/factories/session";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { makeTask } from "@/db/testing/resources";
import { addCleanupCredentials } from "@/lib/operations/storage/cleanup-credentials";
import { S3Peer } from "../peers/s3";
import { callWire, until } from "./steward-process";
import { TwoServers } from "./two-servers";

const perTask = 500;

let peer: S3Peer;
let servers: TwoServers;
beforeEach(async () => {
  peer = await S3Peer.start();
  servers = await TwoServers.start({ STEWARD_PERMITTED_NETWORKS: "127.0.0.1" });
});
afterEach(async () => {
  servers.first.child.kill("SIGCONT");
  await servers.close();
  await peer.stop();
});

test("1,000 objects are each deleted once, though a process is killed half-way and every third request fails", async () => {
  const account = await makeAccount();
  const workspaceId = await makeWorkspace(account, "Research");
  const place = { account, workspaceId };
  await actAs(place, "storage.manage_own", (actor) =>
    addCleanupCredentials(actor, {
      ...{ forWorkspace: false, service: "s3", method: "key", bucket: "", key: peer.keys.accessKey },
      ...{ secret: peer.keys.secretKey, token: "", region: peer.keys.region, project: "" },
      ...{ host: peer.endpoint.slice(7), isSecure: false, verifiesCertificate: true },
    }),
  );
  const { accessKey: access_key, secret: secret_key } = await makeCredentials(place);
  const key = { access_key, secret_key };
  const held = new Set<string>();
  const taskIds: string[] = [];
  for (let at = 0; at < 2; at += 1) {
    const id = await makeTask(workspaceId, account);
    const names = Array.from({ length: perTask }, (_, number) => `p/Train.${id}/artifacts/${number}.pt`);
    for (const name of names) {
      held.add(name);
      peer.hold(name);
    }
    const prefix = `s3://${peer.endpoint.slice(7)}/${peer.bucket}/`;
    const artifacts = names.map((name) => ({
      key: name,
      uri: `${prefix}${name}`,
      mode: "output",
      type: "custom",
    }));
    await db().update(tasks).set({ artifacts }).where(eq(tasks.id, id));
    taskIds.push(id);
  }
  const all = [...held].sort();
  const removed: string[] = [];
  const again: string[] = [];
  let calls = 0;
  let failures = 0;
  peer.fault = ({ method, name }) => {
    calls += 1;
    const fails = calls % 3 === 0;
    const isCarriedOut = !fails || calls % 2 === 0;
    if (fails) failures += 1;
    if (method === "DELETE" && isCarriedOut) (held.delete(name) ? removed : again).push(name);
    return fails ? { code: "InternalError", isCarriedOut } : undefined;
  };

  // Only the second works, until it is killed.
  servers.first.child.kill("SIGSTOP");
  for (const task of taskIds) {
    const { status } = await callWire(servers.second.url, "tasks.delete", key, { task, force: true });
    expect(status).toBe(200);
  }
  await until("a third is deleted", () => removed.length > (2 * perTask) / 3);
  await servers.killSecond();
  expect(held.size).toBeGreaterThan(0);
  servers.first.child.kill("SIGCONT");
  await servers.startSecondAgain();
  await until("everything is deleted", () => held.size === 0);
  await until("both deletions have ended", async () => (await db().$count(storageDeletionJobs)) === 0);

  expect(removed.sort()).toEqual(all);
  expect(again).toEqual([]);
  expect(peer.names).toEqual([]);
  expect(failures).toBeGreaterThan(300);
  expect(await db().$count(storageDeletionObjects)).toBe(0);
  const rows = await db()
    .select()
    .from(storageDeletions)
    .where(eq(storageDeletions.workspaceId, workspaceId));
  expect(rows).toHaveLength(2);
  for (const { total, deleted, failed, endedAt } of rows) {
    expect({ total, deleted, failed, hasEnded: endedAt !== null }).toEqual({
      ...{ total: perTask, deleted: perTask, failed: 0, hasEnded: true },
    });
  }
  const entries = await db()
    .select({ event: auditEvents.event, after: auditEvents.after })
    .from(auditEvents)
    .where(eq(auditEvents.workspaceId, workspaceId));
  const of = (event: string) => entries.filter((entry) => entry.event === event);
  expect(of("storage.deletion_started")).toHaveLength(2);
  expect(of("storage.deletion_ended").map(({ after }) => after)).toEqual(
    rows.map(() => ({ objects: perTask, deleted: perTask, failed: 0, givenUp: 0 })),
  );
}, 240_000);
