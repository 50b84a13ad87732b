import type { Page } from "@playwright/test";
import { builtInGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { actAs } from "@/db/testing/factories/session";
import { makeStorageDeletion } from "@/db/testing/factories/storage-deletion";
import { makeAdminVault } from "@/db/testing/factories/vault";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { addBucketCredentials } from "@/lib/operations/storage/bucket-credentials";
import { addCleanupCredentials } from "@/lib/operations/storage/cleanup-credentials";
import { expect } from "./fixtures";
import type { Screen, Stage } from "./screens";

async function onConfiguration({ signIn }: Stage): Promise<Page> {
  const { page } = await signIn();
  await page.goto("/settings/configuration");
  await expect(page.getByRole("switch", { name: "Show hidden projects" })).toBeVisible();
  return page;
}

/** Rows of one’s own and of an administrator vault, and one that was tested. */
async function onCloudAccess({ signIn }: Stage): Promise<Page> {
  const account = await makeAccount();
  const workspaceId = await makeWorkspace(account, "Research");
  const place = { account, workspaceId };
  await makeAdminVault(place, {
    ...{ name: "Company storage", type: "ui_storage_credentials" },
    groupIds: [await builtInGroup(workspaceId, "users")],
    text: 'credentials: [{ bucket: "acme-samples", key: "AKIAIOSFODNN7EXAMPLE", secret: "s", region: "eu-central-1" }]',
  });
  const usual = { key: "AKIAI44QH8DHBEXAMPLE", secret: "s", token: "", region: "us-west-2", host: "" };
  for (const access of [
    { ...usual, bucket: "edge-captures", token: "t" },
    { ...usual, bucket: "mira-scratch", key: "mira", region: "", host: "http://127.0.0.1:1" },
  ]) {
    await actAs(place, "storage.manage_own", (actor) => addBucketCredentials(actor, access));
  }
  const { page } = await signIn(place);
  await page.goto("/settings/configuration#cloud-access");
  await page.getByRole("button", { name: "Test the access to mira-scratch" }).click();
  await expect(page.getByText("127.0.0.1:1 can’t be reached from this server.")).toBeVisible();
  return page;
}

/** Credentials of one’s own for two services, and one that was tested. */
async function onStorageCleanup({ signIn }: Stage): Promise<Page> {
  const account = await makeAccount();
  const workspaceId = await makeWorkspace(account, "Acme Robotics");
  const place = { account, workspaceId };
  const usual = {
    ...({
      forWorkspace: false,
      service: "s3",
      method: "key",
      bucket: "",
      key: "AKIAI44QH8DHBEXAMPLE",
    } as const),
    ...{ secret: "s", token: "", region: "", project: "", host: "" },
    ...{ isSecure: true, verifiesCertificate: true },
  };
  for (const access of [
    usual,
    { ...usual, bucket: "mira-scratch", key: "mira", host: "127.0.0.1:1" },
    { ...usual, service: "azure" as const, key: "acmestorage", secret: "c2VjcmV0" },
  ]) {
    await actAs(place, "storage.manage_own", (actor) => addCleanupCredentials(actor, access));
  }
  const { page } = await signIn(place);
  await page.goto("/settings/configuration#storage-cleanup");
  await page.getByRole("button", { name: "Test the cleanup credentials for mira-scratch" }).click();
  await expect(page.getByText("127.0.0.1:1 can’t be reached from this server.")).toBeVisible();
  return page;
}

/** One that deleted everything, and one with failures of several kinds. */
async function onDeletions({ signIn }: Stage): Promise<{ page: Page; deletionId: string }> {
  const account = await makeAccount();
  const workspaceId = await makeWorkspace(account, "Acme Robotics");
  await makeStorageDeletion(workspaceId, account, { name: "yolo-m 960", total: 212 });
  const place = "s3://acme-artifacts";
  const deletionId = await makeStorageDeletion(workspaceId, account, {
    ...{ name: "yolo-l 1280, mosaic on", total: 40 },
    failed: [
      ...["weights.pt", "confusion.png"].map((file) => ({
        ...{ url: `${place}/vision/yolo-l.0123/artifacts/${file}`, place },
        problem: "access_denied" as const,
      })),
      { url: "gs://acme-samples/dock.png", place: "gs://acme-samples", problem: "no_credentials" },
    ],
  });
  const { page } = await signIn({ account, workspaceId });
  await page.goto("/settings/configuration/storage-cleanup");
  await expect(page.getByText("3 failures")).toBeVisible();
  return { page, deletionId };
}

export const configurationScreens: Record<string, Screen> = {
  "cloud-access": onCloudAccess,
  "cloud-access-new": async (stage) => {
    const page = await onConfiguration(stage);
    await page.getByRole("button", { name: "Add bucket" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    return page;
  },
  configuration: onConfiguration,
  "configuration-hidden-arguments": async (stage) => {
    const page = await onConfiguration(stage);
    await page.getByRole("button", { name: "Edit the hidden container arguments" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    return page;
  },
  "storage-cleanup": onStorageCleanup,
  "storage-cleanup-new": async (stage) => {
    const page = await onConfiguration(stage);
    await page.getByRole("button", { name: "Add key file for storage cleanup" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    return page;
  },
  "storage-cleanup-progress": async (stage) => (await onDeletions(stage)).page,
  "storage-cleanup-deletion": async (stage) => {
    const { page, deletionId } = await onDeletions(stage);
    await page.goto(`/settings/configuration/storage-cleanup/${deletionId}`);
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    return page;
  },
  "storage-cleanup-progress-empty": async ({ signIn }) => {
    const { page } = await signIn();
    await page.goto("/settings/configuration/storage-cleanup");
    await expect(page.getByRole("heading", { name: "Nothing was deleted in buckets yet" })).toBeVisible();
    return page;
  },
  "pro-tip": async (stage) => {
    const page = await onConfiguration(stage);
    await page.getByRole("switch", { name: "Don’t show pro tips periodically" }).uncheck();
    await expect(page.getByRole("complementary", { name: "Pro tip" })).toBeVisible();
    return page;
  },
};
