import type { Page } from "@playwright/test";
import { expect } from "./fixtures";
import type { Screen, Stage } from "./screens";

async function onConfiguration({ signIn }: Stage): Promise<Page> {
  const { page } = await signIn();
  await page.goto("/settings/configuration");
  await expect(page.getByRole("switch", { name: "Show hidden projects" })).toBeVisible();
  return page;
}

export const configurationScreens: Record<string, Screen> = {
  configuration: onConfiguration,
  "configuration-hidden-arguments": async (stage) => {
    const page = await onConfiguration(stage);
    await page.getByRole("button", { name: "Edit the hidden container arguments" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    return page;
  },
  "pro-tip": async (stage) => {
    const page = await onConfiguration(stage);
    await page.getByRole("switch", { name: "Don’t show pro tips periodically" }).uncheck();
    await expect(page.getByRole("complementary", { name: "Pro tip" })).toBeVisible();
    return page;
  },
};
