import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { actingAs } from "@/db/testing/factories/session";
import { makeTeam } from "@/db/testing/factories/workspace";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { AzurePeer } from "@/e2e/peers/azure";
import { GcsPeer } from "@/e2e/peers/gcs";
import { S3Peer } from "@/e2e/peers/s3";
import { cleanupCredentialsEdit, newCleanupCredentials } from "@/lib/core/storage/cleanup-credentials";
import { resultOf } from "@/lib/entry/samples";
import {
  addCleanupCredentials,
  editCleanupCredentials,
  listCleanupAccess,
  listOwnCleanupCredentials,
  removeCleanupCredentials,
  testCleanupCredentials,
} from "./cleanup-credentials";

process.env.STEWARD_PERMITTED_NETWORKS = "127.0.0.1";

openTestDatabase();

const usual = {
  ...{ forWorkspace: false, service: "s3" as const, method: "key" as const, bucket: "artifacts" },
  ...{ key: "AKIAIOSFODNN7EXAMPLE", secret: "s3cret-hunter2", token: "", region: "eu-central-1" },
  ...{ project: "", host: "", isSecure: true, verifiesCertificate: true },
};
type Input = Partial<Omit<typeof usual, "service" | "method">> & { service?: string; method?: string };

const input = (change: Input = {}) => newCleanupCredentials.parse({ ...usual, ...change });
const edit = (id: string, change: Input & { removesToken?: boolean } = {}) =>
  cleanupCredentialsEdit.parse({ ...usual, secret: "", id, removesToken: false, ...change });

async function makeManagers() {
  const { workspaceId, owner, member } = await makeTeam();
  const as = (person: typeof owner, role: "owner" | "member") =>
    actingAs("storage.manage_own", person, { workspaceId, role });
  return { workspaceId, admin: as(owner, "owner"), actor: as(member, "member"), member };
}

describe("credentials for storage cleanup", () => {
  test("are stored sealed, and shown without their secrets", async () => {
    const { workspaceId, actor, member } = await makeManagers();
    const { id } = resultOf(await addCleanupCredentials(actor, input({ token: "t0ken-hunter3" })));
    const [row] = await listOwnCleanupCredentials(actor);
    expect(row).toMatchObject({ id, key: usual.key, shownKey: "AKIA…MPLE", hasToken: true, mayEdit: true });
    expect(JSON.stringify(row)).not.toContain("hunter");
    const [opened] = await listCleanupAccess(workspaceId, member.id);
    expect(opened?.access).toMatchObject({ secret: "s3cret-hunter2", token: "t0ken-hunter3" });
    expect([...(await rowsWith("hunter2")), ...(await rowsWith("hunter3"))]).toEqual([]);
    expect(await lastAuditEvent(workspaceId, "storage.cleanup_added")).toMatchObject({
      ...{ actorUserId: member.id, targetId: id, targetName: "artifacts", before: null },
      after: { service: "s3", bucket: "artifacts", accessKey: usual.key, forWorkspace: false },
    });
  });

  test("of the workspace are for admins to manage, and for members to know of without their keys", async () => {
    const { workspaceId, admin, actor } = await makeManagers();
    const changed = await changesIn(workspaceId, async () => {
      expect(await addCleanupCredentials(actor, input({ forWorkspace: true }))).toMatchObject({
        refusal: { code: "forbidden" },
      });
    });
    expect(changed).toEqual([]);
    const { id } = resultOf(await addCleanupCredentials(admin, input({ forWorkspace: true })));
    const kept = await changesIn(workspaceId, async () => {
      for (const outcome of [
        await editCleanupCredentials(actor, edit(id)),
        await removeCleanupCredentials(actor, { id }),
        await testCleanupCredentials(actor, { id }),
      ]) {
        expect(outcome).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
      }
    });
    expect(kept).toEqual([]);
    expect(await listOwnCleanupCredentials(actor)).toMatchObject([
      { id, key: "", shownKey: "AKIA…MPLE", forWorkspace: true, mayEdit: false },
    ]);
    resultOf(await addCleanupCredentials(actor, input()));
    resultOf(await editCleanupCredentials(admin, edit(id, { region: "us-west-2" })));
    resultOf(await removeCleanupCredentials(admin, { id }));
    expect(await listOwnCleanupCredentials(actor)).toMatchObject([{ forWorkspace: false }]);
  });

  test("of another member, or in another workspace, are not found", async () => {
    const { actor, admin, workspaceId } = await makeManagers();
    const { id } = resultOf(await addCleanupCredentials(actor, input()));
    const elsewhere = (await makeManagers()).admin;
    const changed = await changesIn(workspaceId, async () => {
      for (const stranger of [admin, elsewhere]) {
        for (const outcome of [
          await editCleanupCredentials(stranger, edit(id)),
          await removeCleanupCredentials(stranger, { id }),
          await testCleanupCredentials(stranger, { id }),
        ]) {
          expect(outcome).toMatchObject({ ok: false, refusal: { code: "not_found" } });
        }
        expect(await listOwnCleanupCredentials(stranger)).toEqual([]);
      }
    });
    expect(changed).toEqual([]);
  });

  test("are one row for each service, bucket and host", async () => {
    const { actor } = await makeManagers();
    resultOf(await addCleanupCredentials(actor, input({ host: "http://minio:9000" })));
    expect(await addCleanupCredentials(actor, input({ host: "minio:9000" }))).toMatchObject({
      refusal: { code: "conflict", fields: { bucket: expect.any(String) } },
    });
    resultOf(await addCleanupCredentials(actor, input()));
    resultOf(await addCleanupCredentials(actor, input({ bucket: "" })));
    const azure = { service: "azure", secret: "c2VjcmV0", bucket: "", region: "" };
    resultOf(await addCleanupCredentials(actor, input({ ...azure, key: "acmeone" })));
    resultOf(await addCleanupCredentials(actor, input({ ...azure, key: "acmetwo" })));
  });

  test.each<[string, Input, boolean]>([
    ["another region", { region: "us-east-1" }, true],
    ["another bucket", { bucket: "others" }, true],
    ["another host", { host: "evil.example" }, false],
    ["another key", { key: "AKIAOTHER" }, false],
    ["another service", { service: "gcs" }, false],
  ])("keep their secret for %s only where it is not sent elsewhere", async (_, change, isKept) => {
    const { actor, workspaceId, member } = await makeManagers();
    const { id } = resultOf(await addCleanupCredentials(actor, input({ token: "t" })));
    const outcome = await editCleanupCredentials(actor, edit(id, change));
    expect(outcome).toMatchObject(
      isKept ? { ok: true } : { ok: false, refusal: { fields: { secret: expect.any(String) } } },
    );
    const [row] = await listCleanupAccess(workspaceId, member.id);
    expect(row?.access).toMatchObject({ secret: usual.secret, token: "t" });
  });

  test("need their secret again before they are sent less safely", async () => {
    const { actor } = await makeManagers();
    const host = "minio:9000";
    const { id } = resultOf(await addCleanupCredentials(actor, input({ host })));
    for (const change of [{ isSecure: false }, { verifiesCertificate: false }]) {
      expect(await editCleanupCredentials(actor, edit(id, { host, ...change }))).toMatchObject({
        refusal: { fields: { secret: expect.any(String) } },
      });
      resultOf(await editCleanupCredentials(actor, edit(id, { host, secret: "s", ...change })));
      resultOf(await editCleanupCredentials(actor, edit(id, { host })));
    }
  });

  test("are those of the server only where the operator permits it", async () => {
    const { admin } = await makeManagers();
    const chain = input({ forWorkspace: true, method: "chain" });
    expect(await addCleanupCredentials(admin, chain)).toMatchObject({
      refusal: { code: "forbidden", fields: { method: expect.any(String) } },
    });
  });

  test("stay where the audit entry of their removal can’t be written", async () => {
    const { actor, workspaceId } = await makeManagers();
    const { id } = resultOf(await addCleanupCredentials(actor, input()));
    await blockAudit(workspaceId);
    await expect(removeCleanupCredentials(actor, { id })).rejects.toThrow("audit_events");
    expect(await listOwnCleanupCredentials(actor)).toHaveLength(1);
  });
});

describe("a test of them", () => {
  let s3: S3Peer;
  let azure: AzurePeer;
  let gcs: GcsPeer;
  beforeAll(async () => {
    [s3, azure, gcs] = await Promise.all([S3Peer.start(), AzurePeer.start(), GcsPeer.start()]);
  });
  beforeEach(() => {
    s3.fault = () => undefined;
  });
  afterAll(() => Promise.all([s3.stop(), azure.stop(), gcs.stop()]));

  async function tested(change: Input) {
    const { actor } = await makeManagers();
    const { id } = resultOf(await addCleanupCredentials(actor, input(change)));
    return resultOf(await testCleanupCredentials(actor, { id })).finding;
  }

  const atS3 = (change: Input = {}): Input => ({
    ...{ bucket: s3.bucket, key: s3.keys.accessKey, secret: s3.keys.secretKey, region: s3.keys.region },
    ...{ host: s3.endpoint, ...change },
  });
  const atAzure = (change: Input = {}): Input => ({
    ...{ service: "azure", bucket: azure.container, key: azure.account, secret: azure.accountKey },
    ...{ host: azure.host, isSecure: false, ...change },
  });
  const atGcs = (change: Input = {}): Input => ({
    ...{ service: "gcs", method: "json", bucket: gcs.bucket, secret: gcs.keyFile() },
    ...{ host: gcs.host, isSecure: false, ...change },
  });

  test.each<[string, () => Input, string]>([
    ["keys of S3", () => atS3(), "reads"],
    ["keys of S3 for a bucket that is not there", () => atS3({ bucket: "elsewhere" }), "no_such_bucket"],
    ["a wrong secret of S3", () => atS3({ secret: "wrong" }), "wrong_secret"],
    ["another region of S3", () => atS3({ region: "us-west-2" }), "wrong_region"],
    ["a host that is not permitted", () => atS3({ host: "http://127.0.0.2:9000" }), "closed_host"],
    ["https where there is none", () => atS3({ host: s3.endpoint.slice(7) }), "not_tls"],
    ["an account key of Azure", () => atAzure(), "reads"],
    ["an account key of Azure for all containers", () => atAzure({ bucket: "" }), "reads"],
    ["a wrong account key of Azure", () => atAzure({ secret: "d3Jvbmc=" }), "wrong_secret"],
    ["a SAS of Azure", () => atAzure({ method: "sas", secret: `?${azure.sas()}` }), "reads"],
    [
      "a SAS that can’t list",
      () => atAzure({ method: "sas", secret: azure.sas({ allows: "d" }) }),
      "may_not_list",
    ],
    ["a container that is not there", () => atAzure({ bucket: "elsewhere" }), "no_such_bucket"],
    ["a key file of Google Cloud", () => atGcs(), "reads"],
    ["a key file for all buckets", () => atGcs({ bucket: "" }), "reads"],
    ["a key file for a bucket that is not there", () => atGcs({ bucket: "elsewhere" }), "no_such_bucket"],
    [
      "a key file with another key",
      () => atGcs({ secret: gcs.keyFile(generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey) }),
      "wrong_secret",
    ],
    ["an HMAC key of Google Cloud", () => atS3({ service: "gcs", isSecure: false }), "reads"],
  ])("with %s tells what came of it", async (_, change, finding) => {
    expect(await tested(change())).toBe(finding);
  });
});
