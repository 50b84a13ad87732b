import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { blockAudit, lastAuditEvent } from "@/db/testing/audit-log";
import { openTestDatabase } from "@/db/testing/database";
import { builtInGroup } from "@/db/testing/factories/group";
import { actingAs } from "@/db/testing/factories/session";
import { makeAdminVault } from "@/db/testing/factories/vault";
import { makeTeam } from "@/db/testing/factories/workspace";
import { changesIn, rowsWith } from "@/db/testing/rows";
import { S3Peer } from "@/e2e/peers/s3";
import { type BucketAccess, newBucketCredentials } from "@/lib/core/storage/bucket-credentials";
import { resultOf } from "@/lib/entry/samples";
import {
  addBucketCredentials,
  editBucketCredentials,
  listBucketAccess,
  listOwnBucketCredentials,
  removeBucketCredentials,
  testBucketCredentials,
} from "./bucket-credentials";

process.env.STEWARD_PERMITTED_NETWORKS = "127.0.0.1";

openTestDatabase();

const usual: BucketAccess = {
  ...{ bucket: "samples", key: "AKIAIOSFODNN7EXAMPLE", secret: "s3cret-hunter2", token: "" },
  ...{ region: "eu-central-1", host: "" },
};

async function makeManagers() {
  const { workspaceId, owner, member } = await makeTeam();
  const as = (person: typeof owner, role: "owner" | "member") =>
    actingAs("storage.manage_own", person, { workspaceId, role });
  return { workspaceId, owner, actor: as(member, "member"), other: as(owner, "owner"), member };
}

describe("credentials for a bucket", () => {
  test("are stored sealed, and shown without their secrets", async () => {
    const { workspaceId, actor, member } = await makeManagers();
    const { id } = resultOf(await addBucketCredentials(actor, { ...usual, token: "t0ken-hunter3" }));
    expect(await listOwnBucketCredentials(actor)).toEqual([
      {
        ...{ id, bucket: "samples", key: usual.key, shortKey: "AKIA…MPLE", hasToken: true },
        ...{ region: "eu-central-1", host: "", vaultName: null },
      },
    ]);
    expect(await listBucketAccess(actor)).toEqual([{ ...usual, token: "t0ken-hunter3" }]);
    expect([...(await rowsWith("hunter2")), ...(await rowsWith("hunter3"))]).toEqual([]);
    expect(await lastAuditEvent(workspaceId, "storage.access_added")).toMatchObject({
      ...{ actorUserId: member.id, targetId: id, targetName: "samples", before: null },
      after: { bucket: "samples", host: "", region: "eu-central-1", accessKey: usual.key },
    });
  });

  test("are one row for each bucket and host, however the host is written", async () => {
    const { actor, other, workspaceId } = await makeManagers();
    resultOf(await addBucketCredentials(actor, { ...usual, host: "minio:9000" }));
    const changed = await changesIn(workspaceId, async () => {
      expect(await addBucketCredentials(actor, { ...usual, host: "http://minio:9000" })).toMatchObject({
        ...{ ok: false, refusal: { code: "conflict", fields: { bucket: expect.any(String) } } },
      });
    });
    expect(changed).toEqual([]);
    resultOf(await addBucketCredentials(actor, usual));
    resultOf(await addBucketCredentials(other, { ...usual, host: "minio:9000" }));
  });

  test("keep their secrets when they are edited, unless they would be sent elsewhere", async () => {
    const { actor, workspaceId } = await makeManagers();
    const { id } = resultOf(await addBucketCredentials(actor, { ...usual, token: "t" }));
    const kept = { ...usual, secret: "", token: "" };
    const edit = (change: Partial<BucketAccess> & { removesToken?: boolean }) =>
      editBucketCredentials(actor, { ...kept, id, removesToken: false, ...change });
    resultOf(await edit({ region: "us-east-1" }));
    expect(await listBucketAccess(actor)).toEqual([{ ...usual, region: "us-east-1", token: "t" }]);
    for (const change of [
      { host: "evil.example" },
      { key: "", host: "evil.example" },
      { key: "AKIAOTHER" },
    ]) {
      expect(await edit(change)).toMatchObject({
        ok: false,
        refusal: { fields: { secret: expect.any(String) } },
      });
    }
    expect(await listBucketAccess(actor)).toEqual([{ ...usual, region: "us-east-1", token: "t" }]);
    resultOf(await edit({ host: "minio:9000", secret: "new" }));
    expect(await listBucketAccess(actor)).toEqual([{ ...usual, host: "minio:9000", secret: "new" }]);
    resultOf(await edit({ host: "minio:9000", token: "t2" }));
    resultOf(await edit({ host: "minio:9000", removesToken: true }));
    expect((await listBucketAccess(actor))[0]).toMatchObject({ secret: "new", token: "" });
    expect(await lastAuditEvent(workspaceId, "storage.access_edited")).toMatchObject({ targetId: id });
  });

  test("of another member, or in another workspace, are not found", async () => {
    const { actor, other, workspaceId } = await makeManagers();
    const { id } = resultOf(await addBucketCredentials(actor, usual));
    const elsewhere = (await makeManagers()).actor;
    const changed = await changesIn(workspaceId, async () => {
      for (const stranger of [other, elsewhere]) {
        const edit = { ...usual, id, removesToken: false };
        for (const outcome of [
          await editBucketCredentials(stranger, edit),
          await removeBucketCredentials(stranger, { id }),
          await testBucketCredentials(stranger, { id }),
        ]) {
          expect(outcome).toMatchObject({ ok: false, refusal: { code: "not_found" } });
        }
        expect(await listOwnBucketCredentials(stranger)).toEqual([]);
        expect(await listBucketAccess(stranger)).toEqual([]);
      }
    });
    expect(changed).toEqual([]);
  });

  test("are removed, and stay where the audit entry can’t be written", async () => {
    const { actor, workspaceId } = await makeManagers();
    const { id } = resultOf(await addBucketCredentials(actor, usual));
    resultOf(await removeBucketCredentials(actor, { id }));
    expect(await listOwnBucketCredentials(actor)).toEqual([]);
    const again = resultOf(await addBucketCredentials(actor, usual));
    await blockAudit(workspaceId);
    await expect(removeBucketCredentials(actor, again)).rejects.toThrow("audit_events");
    expect(await listOwnBucketCredentials(actor)).toHaveLength(1);
  });

  test("of administrator vaults come first, without their keys and secrets", async () => {
    const { actor, owner, workspaceId } = await makeManagers();
    resultOf(await addBucketCredentials(actor, usual));
    await makeAdminVault(
      { account: owner, workspaceId },
      {
        ...{ name: "Company storage", type: "ui_storage_credentials" },
        groupIds: [await builtInGroup(workspaceId, "users")],
        text: 'credentials: [{ bucket: "samples", key: "AKIAADMINISTRATOR", secret: "hunter4", token: "t" }]',
      },
    );
    const [given, own] = await listOwnBucketCredentials(actor);
    expect(given).toMatchObject({
      ...{ bucket: "samples", key: "", shortKey: "AKIA…ATOR", hasToken: true, vaultName: "Company storage" },
    });
    expect(own).toMatchObject({ vaultName: null, key: usual.key });
    expect(JSON.stringify(given)).not.toContain("hunter4");
    expect((await listBucketAccess(actor)).map(({ secret }) => secret)).toEqual(["hunter4", usual.secret]);
  });
});

describe("a test of them", () => {
  let peer: S3Peer;
  beforeAll(async () => {
    peer = await S3Peer.start();
  });
  beforeEach(() => {
    peer.fault = () => undefined;
    peer.calls.length = 0;
  });
  afterAll(() => peer.stop());

  async function tested(change: Partial<BucketAccess>) {
    const { actor } = await makeManagers();
    const { accessKey: key, secretKey: secret, region } = peer.keys;
    const access = { bucket: peer.bucket, key, secret, token: "", region, host: peer.endpoint, ...change };
    const { id } = resultOf(await addBucketCredentials(actor, newBucketCredentials.parse(access)));
    return resultOf(await testBucketCredentials(actor, { id }));
  }

  test.each<[string, () => Partial<BucketAccess>, object]>([
    ["that are right", () => ({}), { finding: "reads" }],
    ["for a bucket that is not there", () => ({ bucket: "elsewhere" }), { finding: "no_such_bucket" }],
    ["with a wrong key", () => ({ key: "AKIAWRONG" }), { finding: "wrong_key" }],
    ["with a wrong secret", () => ({ secret: "wrong" }), { finding: "wrong_secret" }],
    [
      "with a wrong region",
      () => ({ region: "us-west-2" }),
      { finding: "wrong_region", region: "eu-test-1" },
    ],
    ["with a token that is none", () => ({ token: "t" }), { finding: "wrong_token" }],
    ["over https where there is none", () => ({ host: peer.endpoint.slice(7) }), { finding: "not_tls" }],
    ["at a port where nobody listens", () => ({ host: "http://127.0.0.1:1" }), { finding: "unreachable" }],
    [
      "at an address that is not permitted",
      () => ({ host: "http://127.0.0.2:9000" }),
      { finding: "closed_host" },
    ],
    ["at the metadata service", () => ({ host: "http://169.254.169.254" }), { finding: "closed_host" }],
    ["at a host that is not known", () => ({ host: "storage.invalid" }), { finding: "unknown_host" }],
  ])("%s tells what is wrong", async (_, change, expected) => {
    expect(await tested(change())).toEqual(expected);
  });

  test.each([
    ["ExpiredToken", "expired"],
    ["RequestTimeTooSkewed", "clock"],
    ["AccessDenied", "may_not_list"],
  ])("that the service answers with %s tells %s", async (code, finding) => {
    peer.fault = () => ({ code });
    expect(await tested({})).toEqual({ finding });
    expect(peer.calls).toHaveLength(1);
  });
});
