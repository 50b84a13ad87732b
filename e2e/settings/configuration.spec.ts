import type { Locator, Page } from "@playwright/test";
import { makeAccount } from "@/db/testing/factories/person";
import { makeProject } from "@/db/testing/resources";
import { expect, test } from "../fixtures";
import { makeResearch, resourceId } from "../project-screens";

const choice = (page: Page, name: string | RegExp) => page.getByRole("switch", { name });
const tree = (page: Page) => page.getByRole("navigation", { name: "Projects", exact: true });

/** A switch shows what it was set to while that is being saved. */
async function set(page: Page, name: string, on: boolean): Promise<void> {
  await page.goto("/settings/configuration");
  const saved = page.waitForResponse((response) => response.request().method() === "POST");
  await choice(page, name).setChecked(on);
  await saved;
  await expect(choice(page, name)).not.toHaveAttribute("aria-busy");
  await expect(choice(page, name)).toBeChecked({ checked: on });
}

test("each preference is saved immediately, and has its effect", async ({ signIn, expectedMessages }) => {
  expectedMessages.push(/status of 404/);
  const { owner, workspaceId } = await makeResearch();
  const example = await makeProject(workspaceId, owner);
  const task = await resourceId(workspaceId, "tasks", "yolo-l 1280, mosaic off");
  const { page } = await signIn({
    ...{ account: owner, workspaceId },
    browser: { deviceScaleFactor: 2 },
  });
  const rootSize = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);

  await set(page, "Show hidden projects", true);
  await page.goto("/projects");
  const hidden = tree(page).getByRole("link", { name: /\.reports/ });
  await expect(hidden).toBeVisible();
  const shapeOf = (link: Locator) => link.locator("path").nth(1).getAttribute("d");
  expect(await shapeOf(hidden)).not.toBe(await shapeOf(tree(page).getByRole("link", { name: example })));
  await page.getByRole("link", { name: "Hide hidden projects" }).click();
  await expect(hidden).toHaveCount(0);
  await expect(tree(page).getByRole("link", { name: example })).toBeVisible();

  const clearmls = await makeProject(workspaceId, owner, null, "ClearML examples");
  await page.goto("/projects");
  await expect(tree(page).getByRole("link", { name: "ClearML examples" })).toBeVisible();
  await set(page, "Don’t show examples", true);
  await page.goto("/projects");
  await expect(tree(page).getByRole("link", { name: example })).toBeVisible();
  await expect(tree(page).getByRole("link", { name: "ClearML examples" })).toHaveCount(0);
  await page.goto("/projects/search?search=clearml+examples");
  await expect(page.getByText("Nothing found for “clearml examples”")).toBeVisible();
  await page.goto(`/projects/search?search=${clearmls}`);
  await expect(page.getByRole("link", { name: "ClearML examples" })).toBeVisible();

  expect(await rootSize()).toBe("18px");
  await set(page, "HiDPI browser scale override", false);
  await expect.poll(rootSize).toBe("16px");
  await expect(page.getByText("This display is one.")).toBeVisible();

  await page.goto(`/projects/tasks/${task}`);
  const lines = page.getByRole("list", { name: "Arguments" });
  await expect(lines).toContainText("CLEARML_AGENT_GIT_PASS=********");
  await page.getByRole("link", { name: "Change" }).click();
  await page.getByRole("button", { name: "Edit the hidden container arguments" }).click();
  const dialog = page.getByRole("dialog", { name: "Hide container arguments" });
  await dialog.getByLabel("Names of variables").fill("OMP_NUM_THREADS\nMY-KEY");
  await dialog.getByRole("button", { name: "Save list" }).click();
  await expect(dialog.getByLabel("Names of variables")).toHaveAccessibleDescription(
    /“MY-KEY” isn’t the name/,
  );
  await dialog.getByLabel("Names of variables").fill("OMP_NUM_THREADS");
  await dialog.getByRole("button", { name: "Save list" }).click();
  await expect(page.getByRole("list", { name: "Hidden variables" })).toHaveText("OMP_NUM_THREADS");
  await page.goto(`/projects/tasks/${task}`);
  await expect(lines).not.toContainText("CLEARML_AGENT_GIT_PASS=********");
  await set(page, "Hide specific container arguments", false);
  await page.goto(`/projects/tasks/${task}`);
  await expect(lines).not.toContainText("********");

  const samples = page.getByRole("region", { name: "Debug samples" });
  await expect(samples.getByRole("listitem").first()).toBeVisible();
  await set(page, "Block running users’ scripts in the browser", true);
  await page.goto(`/projects/tasks/${task}`);
  await expect(samples).toContainText("You block running users’ scripts in the browser.");
  await expect(samples.getByRole("listitem")).toHaveCount(0);

  await page.goto("/settings/configuration");
  await page.getByText("What a message contains").click();
  await expect(page.getByText("No endpoint is configured, so nothing is sent.")).toBeVisible();
  await expect(page.locator("pre")).toContainText('"settings/configuration"');
});

test("a pro tip appears after a sign-in, is not repeated, and can be turned off", async ({ signIn }) => {
  const account = await makeAccount();
  const first = await signIn({ account });
  await set(first.page, "Don’t show pro tips periodically", false);
  const tip = (page: Page) => page.getByRole("complementary", { name: "Pro tip" });
  await expect(tip(first.page)).toContainText("Ctrl K");
  await first.page.getByRole("button", { name: "Close the tip" }).click();
  await expect(tip(first.page)).toHaveCount(0);
  await first.page.waitForLoadState("networkidle");
  await first.page.reload();
  await expect(choice(first.page, "Show hidden projects")).toBeVisible();
  await expect(tip(first.page)).toHaveCount(0);
  const second = await signIn({ account });
  await second.page.goto("/settings/workspace");
  await expect(second.page.getByRole("heading", { name: "API credentials", exact: true })).toBeVisible();
  await expect(tip(second.page)).toHaveCount(0);

  const other = await signIn();
  await set(other.page, "Don’t show pro tips periodically", false);
  await tip(other.page).getByRole("button", { name: "Don’t show pro tips" }).click();
  await expect(tip(other.page)).toHaveCount(0);
  await expect(choice(other.page, "Don’t show pro tips periodically")).toBeChecked();
});

test("a change that fails says so and is taken back; two tabs each save what they change", async ({
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/ERR_FAILED|Failed to load resource/);
  const { page, context } = await signIn();
  await page.goto("/settings/configuration");
  await page.route("**/settings/configuration", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  const examples = choice(page, "Don’t show examples");
  await examples.focus();
  await page.keyboard.press("Space");
  await expect(page.getByRole("alert").filter({ hasText: "can’t be reached" })).toBeVisible();
  await expect(examples).not.toBeChecked();
  await page.unroute("**/settings/configuration");

  const other = await context.newPage();
  await set(other, "Show hidden projects", true);
  await examples.focus();
  await page.keyboard.press("Space");
  await expect(choice(page, "Show hidden projects")).toBeChecked();
  await expect(examples).toBeChecked();
  await other.reload();
  await expect(choice(other, "Don’t show examples")).toBeChecked();
  await expect(choice(other, "Show hidden projects")).toBeChecked();
});

test("without scripts, a form saves all preferences", async ({ signIn }) => {
  const { page } = await signIn({ browser: { javaScriptEnabled: false } });
  await page.goto("/settings/configuration");
  await choice(page, "Don’t show examples").check();
  await choice(page, "Hide specific container arguments").uncheck();
  const names = page.getByLabel("Variables whose values are hidden");
  await names.fill("REGISTRY-PASSWORD");
  await page.getByRole("button", { name: "Save preferences" }).click();
  await expect(names).toHaveAccessibleDescription(/isn’t the name of an environment variable/);
  await expect(names).toHaveValue("REGISTRY-PASSWORD");
  await names.fill("REGISTRY_PASSWORD");
  await page.getByRole("button", { name: "Save preferences" }).click();
  await expect(page.getByText("The preferences are saved.")).toBeVisible();
  await expect(choice(page, "Don’t show examples")).toBeChecked();
  await expect(choice(page, "Hide specific container arguments")).not.toBeChecked();
  await expect(page.getByRole("list", { name: "Hidden variables" })).toHaveText("REGISTRY_PASSWORD");
});
