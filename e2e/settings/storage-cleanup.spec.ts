import { expect, test } from "../fixtures";
import { AzurePeer } from "../peers/azure";

test("credentials for storage cleanup are added, tested and removed, for oneself and for the workspace, and no secret comes back", async ({
  signIn,
  steward,
}) => {
  const azure = await AzurePeer.start();
  const s3Secret = "s3cret-of-cleanup";
  try {
    steward.secrets.add(azure.accountKey).add(s3Secret);
    const { page } = await signIn();
    const bodies: Promise<string>[] = [];
    page.on("response", (response) => bodies.push(response.text().catch(() => "")));
    await page.goto("/settings/configuration#storage-cleanup");

    await page.getByRole("button", { name: "Add keys for storage cleanup" }).click();
    const keys = page.getByRole("dialog", { name: "Add keys of Amazon S3 or compatible storage" });
    await keys.getByLabel("Key", { exact: true }).fill("AKIAIOSFODNN7EXAMPLE");
    await keys.getByRole("button", { name: "Add credentials" }).click();
    await expect(keys.getByLabel("Secret", { exact: true })).toHaveAccessibleDescription("Enter the secret.");
    await keys.getByLabel("Secret", { exact: true }).fill(s3Secret);
    await keys.getByRole("button", { name: "Add credentials" }).click();
    await expect(keys).toBeHidden();
    await expect(page.getByText("AKIA…MPLE")).toBeVisible();

    await page.getByRole("radio", { name: "Yours" }).focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByText("AKIA…MPLE")).toBeHidden();
    await page.getByRole("button", { name: "Add account for storage cleanup" }).click();
    const account = page.getByRole("dialog", { name: "Add an account of Azure Blob Storage" });
    await account.getByLabel("Account name").fill(azure.account);
    await account.getByLabel("Container").fill(azure.container);
    await account.getByLabel("Account key").fill(azure.accountKey);
    await account.getByLabel("Host").fill(azure.host);
    await account.getByRole("checkbox", { name: "Secure" }).uncheck();
    await account.getByRole("button", { name: "Add credentials" }).click();
    await expect(account).toBeHidden();
    const tests = page.getByRole("button", { name: `Test the cleanup credentials for ${azure.container}` });
    await tests.click();
    await expect(page.getByText("Accepted", { exact: true })).toBeVisible();

    await page.getByRole("button", { name: `Edit the cleanup credentials for ${azure.container}` }).click();
    const edit = page.getByRole("dialog", { name: /^Edit the cleanup credentials/ });
    await expect(edit.getByLabel("Account key")).toHaveValue("");
    await edit.getByLabel("Container").fill("elsewhere");
    await edit.getByRole("button", { name: "Save credentials" }).click();
    await expect(edit).toBeHidden();
    await page.getByRole("button", { name: "Test the cleanup credentials for elsewhere" }).click();
    await expect(page.getByText(`${azure.host} has no bucket elsewhere.`)).toBeVisible();

    await page.reload();
    await page.goto("/settings/workspace");
    await page.goto("/settings/configuration");
    const read = await Promise.all(bodies);
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((body) => body.includes(azure.accountKey) || body.includes(s3Secret))).toEqual([]);

    await page.getByRole("button", { name: /^Remove the cleanup credentials/ }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove credentials" }).click();
    await expect(page.getByText("None. Files in S3 stay when their task is deleted.")).toBeVisible();
  } finally {
    await azure.stop();
  }
});
