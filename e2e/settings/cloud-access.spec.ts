import { expect, test } from "../fixtures";
import { S3Peer } from "../peers/s3";

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
