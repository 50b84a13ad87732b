import type { Page } from "@playwright/test";
import { makeGuard } from "@/db/testing/guards";
import { makeAccessRule } from "@/db/testing/resources";
import { choose, makeClosedLab } from "../access-rule-screens";
import { expect, test } from "../fixtures";

const ruleRow = (page: Page) =>
  page.getByRole("table", { name: "Access rules" }).getByRole("row", { name: /vision/ });

test("a rule is added with a preview of who gains, edited, and deleted with a preview of who loses", async ({
  signIn,
}) => {
  const { place } = await makeClosedLab();
  const { page } = await signIn(place);
  await page.goto("/settings/access-rules");
  await expect(page.getByRole("heading", { name: "No access rules" })).toBeVisible();

  await page.getByRole("button", { name: "Add rule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an access rule" });
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expect(dialog.getByText("Choose a resource, or all of the type.")).toBeVisible();
  await choose(page, "Resource", "vision", /^vision/);
  await choose(page, "Users and groups", "contr", /Contractors/);
  const preview = dialog.getByRole("region", { name: "If you save" });
  await expect(preview).toContainText("1 gains");
  const gaining = preview.getByRole("row", { name: /Mira Member/ });
  await expect(gaining).toContainText(/Nothing.*Read only.*Member of Contractors/);
  await dialog.getByRole("button", { name: "Add rule" }).click();
  await expect(ruleRow(page)).toContainText("Read only");
  await expect(ruleRow(page)).toContainText("Contractors");

  await page.getByRole("button", { name: "Actions for the rule on “vision”" }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Edit the rule on “vision”" });
  await edit.getByText("Read & modify", { exact: true }).click();
  await expect(edit.getByRole("region", { name: "If you save" })).toContainText("1 gains");
  await edit.getByRole("button", { name: "Save rule" }).click();
  await expect(ruleRow(page)).toContainText("Read & modify");

  await page.getByRole("button", { name: "Actions for the rule on “vision”" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const deletion = page.getByRole("alertdialog");
  await expect(deletion.getByRole("region", { name: "If you delete it" })).toContainText("1 loses");
  await deletion.getByRole("button", { name: "Delete rule" }).click();
  await expect(page.getByRole("heading", { name: "No access rules" })).toBeVisible();
});

test("a change that breaks a guard names it before it is saved, and is saved anyway by an admin who says so", async ({
  signIn,
}) => {
  const { place } = await makeClosedLab();
  const { page } = await signIn(place);
  await page.goto("/settings/access-rules/guards");
  await page.getByRole("button", { name: "Add guard" }).click();
  const adding = page.getByRole("dialog", { name: "Add a guard" });
  await adding.getByLabel("Name", { exact: true }).fill("Vision stays closed");
  await choose(page, "User or group", "contr", /Contractors/);
  await choose(page, "Resource", "vision", /^vision/);
  await adding.getByRole("button", { name: "Add guard" }).click();
  const guard = page.getByRole("table", { name: "Guards" }).getByRole("row", { name: /Vision stays closed/ });
  await expect(guard).toContainText("Contractors can’t read the project vision, or anything in it");
  await expect(guard).toContainText("Kept");

  await page.getByRole("link", { name: "Rules", exact: true }).click();
  await page.getByRole("button", { name: "Add rule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an access rule" });
  await choose(page, "Resource", "vision", /^vision/);
  await choose(page, "Users and groups", "mira", /Mira Member/);
  await expect(dialog.getByRole("region", { name: "If you save" })).toContainText("Vision stays closed");
  await expect(dialog.getByRole("button", { name: "Add rule" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Save anyway" }).click();
  await expect(ruleRow(page)).toContainText("Mira Member");
  await page.getByRole("link", { name: "Guards" }).click();
  await expect(guard).toContainText("Broken");

  await page.getByRole("button", { name: "Delete “Vision stays closed”" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete “Vision stays closed”" }).click();
  await expect(page.getByRole("heading", { name: "No guards" })).toBeVisible();
});

test("removing a member from a group shows what they lose, and is refused for a guard that was added meanwhile", async ({
  signIn,
}) => {
  const { mira, workspaceId, place, contractors, project } = await makeClosedLab();
  const rule = { type: "project", target: project, access: "read", groupIds: [contractors] } as const;
  await makeAccessRule(workspaceId, rule);
  const { page } = await signIn(place);
  await page.goto(`/settings/groups/${contractors}`);
  await page.getByRole("button", { name: "Remove Mira Member from “Contractors”" }).click();
  const dialog = page.getByRole("alertdialog");
  const preview = dialog.getByRole("region", { name: "If you remove them" });
  await expect(preview).toContainText("1 loses");
  await makeGuard(place, {
    ...{ name: "Mira sees vision", allows: true, access: "read", type: "project" },
    ...{ targetId: project, userId: mira.id },
  });
  await dialog.getByRole("button", { name: "Remove Mira Member" }).click();
  await expect(dialog.getByRole("alert")).toContainText("This would break the guard “Mira sees vision”");
  await dialog.getByRole("button", { name: "Save anyway" }).click();
  await expect(page.getByRole("row", { name: /Mira Member/ })).toHaveCount(0);
});

test("two editors of a rule: the second sees what the first saved, and loses nothing", async ({ signIn }) => {
  const { workspaceId, place, contractors, project } = await makeClosedLab();
  const rule = { type: "project", target: project, access: "read", groupIds: [contractors] } as const;
  await makeAccessRule(workspaceId, rule);
  const [{ page: one }, { page: other }] = [await signIn(place), await signIn(place)];
  for (const page of [one, other]) {
    await page.goto("/settings/access-rules");
    await page.getByRole("button", { name: "Actions for the rule on “vision”" }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await expect(page.getByRole("button", { name: "Remove Contractors" })).toBeVisible();
  }
  await one.getByRole("dialog").getByText("Read & modify", { exact: true }).click();
  await one.getByRole("button", { name: "Save rule" }).click();
  await expect(ruleRow(one)).toContainText("Read & modify");
  await choose(other, "Users and groups", "mira", /Mira Member/);
  await other.getByRole("button", { name: "Save rule" }).click();
  const dialog = other.getByRole("dialog");
  await expect(dialog.getByText("Somebody changed this rule")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Remove Mira Member" })).toBeVisible();
  await dialog.getByRole("button", { name: "Replace with my version" }).click();
  await expect(ruleRow(other)).toContainText("Mira Member");
  await expect(ruleRow(other)).toContainText("Read only");
});
