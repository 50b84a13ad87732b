import { db } from "@/db/client";
import { taskSamples } from "@/db/schema/task-reports";
import { closeWorkspace } from "@/db/testing/resources";
import { bodyOf, S3Requests } from "@/lib/server/file-store/s3-requests";
import { expect, test } from "../fixtures";
import { S3Peer } from "../peers/s3";
import { makeResearch, resourceId } from "../project-screens";

test("a bucket is added by a link, tested, corrected and removed, and its secret never comes back", async ({
  signIn,
  steward,
}) => {
  const peer = await S3Peer.start();
  try {
    const { accessKey, secretKey, region } = peer.keys;
    steward.secrets.add(secretKey);
    const { page } = await signIn();
    const bodies: Promise<string>[] = [];
    page.on("response", (response) => bodies.push(response.text().catch(() => "")));

    await page.goto(`/settings/configuration?bucket=${peer.bucket}&host=${peer.endpoint.slice(7)}`);
    const dialog = page.getByRole("dialog", { name: "Add a bucket" });
    await expect(dialog.getByLabel("Bucket")).toHaveValue(peer.bucket);
    await dialog.getByLabel("Key").fill(accessKey);
    await dialog.getByRole("button", { name: "Add bucket" }).click();
    await expect(dialog.getByLabel("Secret / SAS")).toHaveAccessibleDescription(/Enter the secret/);
    await dialog.getByLabel("Secret / SAS").fill(secretKey);
    await dialog.getByLabel("Region").fill("us-west-2");
    await dialog.getByRole("button", { name: "Add bucket" }).click();
    await expect(dialog).toBeHidden();
    const table = page.getByRole("table", { name: "Web App cloud access" });
    await expect(table.getByRole("row")).toHaveCount(2);

    const tests = page.getByRole("button", { name: `Test the access to ${peer.bucket}` });
    await tests.click();
    await expect(page.getByText(/doesn’t speak https at this port/)).toBeVisible();
    await page.getByRole("button", { name: `Edit the access to ${peer.bucket}` }).click();
    const edit = page.getByRole("dialog", { name: `Edit the access to “${peer.bucket}”` });
    await expect(edit.getByLabel("Secret / SAS")).toHaveValue("");
    await edit.getByLabel("Host").fill(peer.endpoint);
    await edit.getByRole("button", { name: "Save access" }).click();
    await expect(edit.getByLabel("Secret / SAS")).toHaveAccessibleDescription(/Enter the secret again/);
    await edit.getByLabel("Secret / SAS").fill(secretKey);
    await edit.getByRole("button", { name: "Save access" }).click();
    await expect(edit).toBeHidden();

    await tests.click();
    await expect(
      page.getByText(`${peer.bucket} is in ${region}, and this row says us-west-2.`),
    ).toBeVisible();
    await page.getByRole("button", { name: `Use ${region}` }).click();
    await expect(table).toContainText(region);
    await tests.click();
    await expect(table).toContainText("Reads");

    await page.reload();
    await expect(table.getByRole("row")).toHaveCount(2);
    await page.goto("/settings/workspace");
    await page.goto("/settings/configuration");
    const read = await Promise.all(bodies);
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((body) => body.includes(secretKey))).toEqual([]);
    expect(await page.content()).not.toContain(secretKey);

    await page.getByRole("button", { name: `Remove the access to ${peer.bucket}` }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove access" }).click();
    await expect(page.getByRole("heading", { name: "No buckets yet" })).toBeVisible();
  } finally {
    await peer.stop();
  }
});

test("a debug sample in a bucket shows once there are credentials for it, to those who may read the task", async ({
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 40[34]/);
  const peer = await S3Peer.start();
  try {
    const { accessKey, secretKey, region } = peer.keys;
    const { owner, member, workspaceId } = await makeResearch();
    const taskId = await resourceId(workspaceId, "tasks", "yolo-m 960");
    // Later than what the task has, so that its page shows these.
    const iteration = 1_000_000;
    const prefix = `s3://${peer.endpoint.slice(7)}/${peer.bucket}`;
    await putObject(peer, "dock.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
    await putObject(peer, "report.html", "<p>Report of a task</p>");
    await db()
      .insert(taskSamples)
      .values(
        ["dock.svg", "report.html"].map((file) => ({
          ...{ workspaceId, taskId, metric: "val", variant: file, iteration },
          ...{ url: `${prefix}/${file}`, bytes: 10, reportedAt: new Date() },
        })),
      );
    const { page } = await signIn({ account: owner, workspaceId });
    await page.goto(`/projects/tasks/${taskId}`);
    const picture = page.frameLocator('iframe[title^="val / dock.svg"]');
    await expect(picture.getByText(`No credentials for ${peer.bucket}`)).toBeVisible();
    await picture.getByRole("link", { name: "Add bucket" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a bucket" });
    await expect(dialog.getByLabel("Bucket")).toHaveValue(peer.bucket);
    await dialog.getByLabel("Host").fill(peer.endpoint);
    await dialog.getByLabel("Key").fill(accessKey);
    await dialog.getByLabel("Secret / SAS").fill(secretKey);
    await dialog.getByLabel("Region").fill(region);
    await dialog.getByRole("button", { name: "Add bucket" }).click();
    await expect(dialog).toBeHidden();

    await page.goto(`/projects/tasks/${taskId}`);
    const image = picture.getByRole("img");
    await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBe(8);
    const report = page.frameLocator('iframe[title^="val / report.html"]').frameLocator("iframe");
    await expect(report.getByText("Report of a task")).toBeVisible();

    const sample = `/projects/tasks/${taskId}/sample?metric=val&variant=dock.svg&iteration=${iteration}`;
    const other = await signIn({ account: member, workspaceId });
    const answer = await other.page.goto(sample);
    expect(await answer?.text()).toContain("No credentials for");
    await closeWorkspace(workspaceId);
    expect((await other.page.goto(sample))?.status()).toBe(404);
    const elsewhere = await signIn();
    expect((await elsewhere.page.goto(sample))?.status()).toBe(404);
  } finally {
    await peer.stop();
  }
});

async function putObject(peer: S3Peer, name: string, text: string): Promise<void> {
  const { accessKey, secretKey, region } = peer.keys;
  const url = `${peer.endpoint}/${peer.bucket}/`;
  const settings = { bucket: peer.bucket, url, region, accessKey, secretKey, sessionToken: undefined };
  const requests = new S3Requests(settings, { pauseMs: 10, idleMs: 10_000 });
  await requests.send({ method: "PUT", name, body: bodyOf(Buffer.from(text)) });
}
