import { inspect } from "../inspect";
import { expect, test } from "../limit-fixtures";
import { makeResearch, resourceId } from "../project-screens";

test("a preference that the operator forces is on, disabled and explained, and has its effect", async ({
  signIn,
}, info) => {
  const { owner, workspaceId } = await makeResearch();
  const { page } = await signIn({ account: owner, workspaceId });
  await page.goto(`/projects/tasks/${await resourceId(workspaceId, "tasks", "yolo-l 1280, mosaic off")}`);
  const samples = page.getByRole("region", { name: "Debug samples" });
  await expect(samples).toContainText("The operator of this server blocks running users’ scripts");
  await page.goto("/settings/configuration");
  const forced = page.getByRole("switch", { name: "Block running users’ scripts in the browser" });
  await expect(forced).toBeChecked();
  await expect(forced).toBeDisabled();
  await expect(forced).toHaveAccessibleDescription(/The operator of this server set this for all users/);
  await expect(page.locator("#block-scripts").getByText("Set by the operator")).toBeVisible();
  await inspect(page, "configuration-forced", info);
});
