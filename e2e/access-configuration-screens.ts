import type { Page } from "@playwright/test";
import { makeGuard } from "@/db/testing/guards";
import { makeRuledResearch } from "./access-rule-screens";
import { expect } from "./fixtures";
import type { Screen, Stage } from "./screens";

export const asCodePath = "/settings/access-rules/as-code";

async function onAsCode({ signIn }: Stage) {
  const made = await makeRuledResearch();
  const { page } = await signIn(made.place);
  await page.goto(asCodePath);
  return { ...made, page };
}

export async function compare(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Text of the file" }).fill(text);
  await page.getByRole("button", { name: "Compare with the workspace" }).click();
}

export const accessConfigurationScreens: Record<string, Screen> = {
  "as-code": async (stage) => {
    const { page } = await onAsCode(stage);
    await expect(page.getByRole("heading", { name: "Apply a file" })).toBeVisible();
    return page;
  },
  "as-code-plan": async (stage) => {
    const { page, place, project, member } = await onAsCode(stage);
    const stays = { allows: true, access: "read", type: "project", targetId: project } as const;
    await makeGuard(place, { ...stays, name: "Mira sees vision", userId: member.id });
    await compare(
      page,
      `access_configuration: 1
access_rules:
  - all: queues
    access: modify
    groups:
      - Users
  - project: vision
    access: read
    groups:
      - Labeling
...
`,
    );
    await expect(page.getByRole("table", { name: "Changes" })).toBeVisible();
    await expect(page.getByRole("region", { name: "If you apply it" })).toContainText("Because");
    return page;
  },
  "as-code-errors": async (stage) => {
    const { page } = await onAsCode(stage);
    await compare(
      page,
      `access_configuration: 1
access_rules:
  - project: vision
    access: write
    groups:
      - Labeling
  - project: vision
    groups:
      - Labeling
...
`,
    );
    await expect(page.getByRole("button", { name: "Line 4:13" })).toBeVisible();
    return page;
  },
};
