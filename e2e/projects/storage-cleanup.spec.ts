import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { tasks } from "@/db/schema/tasks";
import { actAs } from "@/db/testing/factories/session";
import { addCleanupCredentials } from "@/lib/operations/storage/cleanup-credentials";
import { expect, test } from "../fixtures";
import { S3Peer } from "../peers/s3";
import { makeResearch, resourceId } from "../project-screens";

test("a task is deleted with its files in buckets, and what could not be deleted is listed and given up", async ({
  signIn,
}) => {
  const peer = await S3Peer.start();
  try {
    const { owner, workspaceId } = await makeResearch();
    const taskId = await resourceId(workspaceId, "tasks", "yolo-m 960");
    await actAs({ account: owner, workspaceId }, "storage.manage_own", (actor) =>
      addCleanupCredentials(actor, {
        ...{ forWorkspace: false, service: "s3", method: "key", bucket: "", key: peer.keys.accessKey },
        ...{ secret: peer.keys.secretKey, token: "", region: peer.keys.region, project: "" },
        ...{ host: peer.endpoint.slice(7), isSecure: false, verifiesCertificate: true },
      }),
    );
    peer.hold("weights.pt");
    const uris = [`s3://${peer.endpoint.slice(7)}/${peer.bucket}/weights.pt`, "s3://nowhere/b.pt"];
    const artifacts = uris.map((uri) => ({ key: uri, uri, mode: "output", type: "custom" }));
    await db().update(tasks).set({ artifacts }).where(eq(tasks.id, taskId));

    const { page } = await signIn({ account: owner, workspaceId });
    await page.goto(`/projects/tasks/${taskId}`);
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const confirm = page.getByRole("alertdialog", { name: "Delete “yolo-m 960”?" });
    await expect(confirm.getByRole("checkbox", { name: "Also delete 2 files in buckets" })).toBeChecked();
    await confirm.getByRole("button", { name: "Delete “yolo-m 960”" }).click();
    await expect(confirm).toBeHidden();

    await page.goto("/settings/configuration");
    await page.getByRole("link", { name: "Progress" }).click();
    const row = page.getByRole("table", { name: "Storage cleanup" }).getByRole("row").nth(1);
    await expect(row).toContainText("1 of 2 deleted");
    await expect(row).toContainText("1 failure");
    expect(peer.names).toEqual([]);
    await row.getByRole("link", { name: "yolo-m 960" }).click();
    await expect(
      page.getByText("1 file in s3://nowhere: There are no cleanup credentials for s3://nowhere."),
    ).toBeVisible();
    await page.getByRole("button", { name: "Give up" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Give up" }).click();
    await expect(page.getByText("1 given up", { exact: true })).toBeVisible();
  } finally {
    await peer.stop();
  }
});
