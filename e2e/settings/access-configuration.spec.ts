import { readFileSync } from "node:fs";
import { makeGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { join } from "@/db/testing/factories/workspace";
import { makeGuard } from "@/db/testing/guards";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { asCodePath, compare } from "../access-configuration-screens";
import { expect, test } from "../fixtures";
import { makeResearch, resourceId } from "../project-screens";

test("a file is downloaded, compared, refused by a guard with its text kept, and applied", async ({
  signIn,
}) => {
  const { owner, workspaceId } = await makeResearch();
  await closeWorkspace(workspaceId);
  const mira = await makeAccount("Mira Member");
  await join(workspaceId, mira);
  const place = { account: owner, workspaceId };
  const groupId = await makeGroup(place, "Contractors", [mira]);
  const targetId = await resourceId(workspaceId, "projects", "vision");
  const closed = { allows: false, access: "read", type: "project", targetId } as const;
  await makeGuard(place, { ...closed, name: "Vision stays closed", groupId });
  const { page } = await signIn(place);
  await page.goto(asCodePath);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download file" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("access-configuration.yaml");
  const file = readFileSync(await download.path(), "utf8");
  await page.locator("input[type=file]").setInputFiles(await download.path());
  await page.getByRole("button", { name: "Compare with the workspace" }).click();
  await expect(page.getByText("There is nothing to apply.")).toBeVisible();

  await compare(page, file.slice(0, -4));
  await expect(page.getByText(/It may have been cut off/)).toBeVisible();

  const rule = "access_rules:\n  - project: vision\n    access: read\n    groups:\n      - Contractors\n";
  const opened = file.replace("access_rules: []\n", rule);
  await compare(page, opened);
  const changes = page.getByRole("table", { name: "Changes" });
  await expect(changes.getByRole("row", { name: /Project vision/ })).toContainText("Added");
  const preview = page.getByRole("region", { name: "If you apply it" });
  await expect(preview).toContainText("1 gains");
  await expect(preview.getByRole("row", { name: /Mira Member/ })).toBeVisible();
  await expect(page.getByText("Breaks a guard.")).toBeVisible();
  await page.getByRole("button", { name: "Apply file" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Vision stays closed");
  await expect(dialog.getByRole("button", { name: "Apply file" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("textbox", { name: "Text of the file" })).toHaveValue(opened);

  // Somebody changes the workspace between the comparison and its application.
  await makeAccessRule(workspaceId, { type: "queue", target: null, access: "read", users: [mira] });
  await page.getByRole("button", { name: "Apply file" }).click();
  await dialog.getByRole("button", { name: "Save anyway" }).click();
  await expect(page.getByText(/The workspace has changed since you compared it/)).toBeVisible();
  await expect(changes.getByRole("row", { name: /All queues/ })).toContainText("Removed");
  await page.getByRole("button", { name: "Apply file" }).click();
  await dialog.getByRole("button", { name: "Save anyway" }).click();
  await expect(page.getByText("The workspace is equal to the file. 2 changes were made.")).toBeVisible();
});
