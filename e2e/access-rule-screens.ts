import type { Page } from "@playwright/test";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { actAs } from "@/db/testing/factories/session";
import { join } from "@/db/testing/factories/workspace";
import { makeGuard } from "@/db/testing/guards";
import { closeWorkspace, makeAccessRule } from "@/db/testing/resources";
import { createAccessRule } from "@/lib/operations/access/rules";
import { expect } from "./fixtures";
import { makeResearch, resourceId } from "./project-screens";
import type { Screen, Stage } from "./screens";

/** The sample resources with rules of all kinds on them. */
export async function makeRuledResearch() {
  const { owner, member, workspaceId } = await makeResearch();
  const people = await Promise.all(
    ["João Oliveira", "Thandi Sithole", "Dana Kovač"].map((n) => makeAccount(n)),
  );
  for (const person of people) await join(workspaceId, person);
  const place = { account: owner, workspaceId };
  const team = await makeGroup(place, "Vision team", [member, ...people.slice(0, 2)]);
  const labeling = await makeGroup(place, "Labeling", people);
  const project = await resourceId(workspaceId, "projects", "vision");
  const rule = (wanted: Partial<Parameters<typeof makeAccessRule>[1]>) =>
    makeAccessRule(workspaceId, { type: "project", target: project, access: "modify", ...wanted });
  await rule({ groupIds: [team], users: people });
  await rule({ access: "read", groupIds: [labeling] });
  await rule({ type: "queue", target: null, access: "read", users: [...people, member], groupIds: [team] });
  return { owner, member, people, workspaceId, place, team, labeling, project };
}

/** The sample resources without any rule; Mira is in the group Contractors. */
export async function makeClosedLab() {
  const { owner, workspaceId } = await makeResearch();
  await closeWorkspace(workspaceId);
  const mira = await makeAccount("Mira Member");
  await join(workspaceId, mira);
  const place = { account: owner, workspaceId };
  const contractors = await makeGroup(place, "Contractors", [mira]);
  const project = await resourceId(workspaceId, "projects", "vision");
  return { owner, mira, workspaceId, place, contractors, project };
}

/** Users read all projects; Labeling and Mira modify one of them, and a service account has to stay able to. */
async function makeRuledDetector() {
  const { owner, member, workspaceId } = await makeResearch();
  await closeWorkspace(workspaceId);
  const people = await Promise.all(
    ["João Oliveira", "Thandi Sithole", "Ana Ruiz", "Dana Kovač", "Ben Ojo", "Lea Wolf"].map((n) =>
      makeAccount(n),
    ),
  );
  for (const person of people) await join(workspaceId, person);
  const place = { account: owner, workspaceId };
  const nightly = await makeServiceAccount(place, { name: "nightly-eval" });
  const detector = await resourceId(workspaceId, "projects", "vision/detector-v2");
  await makeGroup(place, "Edge team", [people[0]!, people[2]!, people[3]!]);
  const labeling = await makeGroup(place, "Labeling", [people[4]!, people[5]!, nightly]);
  const everybody = await makeGroup(place, "Everybody", people);
  const rule = { type: "project", access: "read" } as const;
  await makeAccessRule(workspaceId, { ...rule, target: null, groupIds: [everybody] });
  await makeAccessRule(workspaceId, {
    ...{ ...rule, target: detector, access: "modify", groupIds: [labeling], users: [member] },
  });
  await makeGuard(place, {
    ...{ name: "Nightly evaluation can write", allows: true, access: "modify", type: "project" },
    ...{ targetId: detector, userId: nightly.id },
  });
  return place;
}

async function onRules({ signIn }: Stage) {
  const made = await makeRuledResearch();
  const { page } = await signIn(made.place);
  await page.goto("/settings/access-rules");
  await expect(page.getByRole("table", { name: "Access rules" })).toBeVisible();
  return { ...made, page };
}

export async function choose(page: Page, picker: string, typed: string, option: RegExp): Promise<void> {
  const field = page.getByRole("dialog").getByRole("combobox", { name: picker });
  await field.fill(typed);
  await page.getByRole("option", { name: option }).first().click();
}

export const accessRuleScreens: Record<string, Screen> = {
  "access-rules": async (stage) => (await onRules(stage)).page,
  "access-rules-none": async ({ signIn }) => {
    const { owner, workspaceId } = await makeResearch();
    await closeWorkspace(workspaceId);
    const { page } = await signIn({ account: owner, workspaceId });
    await page.goto("/settings/access-rules");
    await expect(page.getByRole("heading", { name: "No access rules" })).toBeVisible();
    return page;
  },
  "access-rules-filtered": async (stage) => {
    const { page, labeling } = await onRules(stage);
    await page.goto(`/settings/access-rules?principal=${labeling}&type=project`);
    await expect(page.getByRole("button", { name: "Remove Labeling" })).toBeVisible();
    return page;
  },
  "new-access-rule": async (stage) => {
    const { page } = await onRules(stage);
    await page.getByRole("button", { name: "Add rule" }).click();
    await choose(page, "Resource", "vision", /^vision/);
    await choose(page, "Users and groups", "label", /Labeling/);
    await choose(page, "Users and groups", "dana", /Dana/);
    await page.getByRole("combobox", { name: "Users and groups" }).click();
    await expect(page.getByRole("option", { name: /Admins/ })).toBeVisible();
    return page;
  },
  "edit-access-rule": async ({ signIn }) => {
    const { page } = await signIn(await makeRuledDetector());
    await page.goto("/settings/access-rules");
    await page.getByRole("button", { name: "Actions for the rule on “vision/detector-v2”" }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await page.getByRole("button", { name: "Remove Labeling" }).click();
    await choose(page, "Users and groups", "thandi", /Thandi/);
    await choose(page, "Users and groups", "edge", /Edge team/);
    const preview = page.getByRole("region", { name: "If you save" });
    await expect(preview.getByRole("row", { name: /Edge team/ })).toBeVisible();
    await expect(preview.getByRole("row", { name: /Edge team/ })).toContainText("Added");
    await expect(preview.getByRole("row", { name: /^Labeling/ })).toContainText("Removed");
    await expect(page.getByRole("button", { name: "Put Labeling back" })).toBeVisible();
    await expect(preview.getByRole("button", { name: "Add nightly-eval" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Save anyway" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Save rule" })).toBeDisabled();
    return page;
  },
  "delete-access-rule": async (stage) => {
    const { page } = await onRules(stage);
    await page.getByRole("button", { name: "Actions for the rule on “All projects”" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByRole("alertdialog").getByText("4 lose")).toBeVisible();
    return page;
  },
  guards: async (stage) => {
    const { page } = await onGuards(stage);
    await expect(page.getByRole("table", { name: "Guards" })).toContainText("Broken");
    return page;
  },
  "guards-none": async ({ signIn }) => {
    const { owner, workspaceId } = await makeResearch();
    const { page } = await signIn({ account: owner, workspaceId });
    await page.goto("/settings/access-rules/guards");
    await expect(page.getByRole("heading", { name: "No guards" })).toBeVisible();
    return page;
  },
  "new-guard": async (stage) => {
    const { page } = await onGuards(stage);
    await page.getByRole("button", { name: "Add guard" }).click();
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Vision stays closed");
    await choose(page, "User or group", "label", /Labeling/);
    await choose(page, "Resource", "vision", /^vision/);
    return page;
  },
  "guard-choice": async (stage) => {
    const { page } = await onGuards(stage);
    await page.goto("/settings/access-rules");
    await page.getByRole("button", { name: "Actions for the rule on “All queues”" }).first().click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const dialog = page.getByRole("alertdialog");
    await expect(dialog.getByRole("region", { name: "If you delete it" })).toContainText("Users train");
    await expect(dialog.getByRole("button", { name: "Save anyway" })).toBeVisible();
    return page;
  },
};

/** One guard that is kept, and one that a change broke. */
async function onGuards({ signIn }: Stage) {
  const made = await makeRuledResearch();
  const { place, workspaceId, project, member } = made;
  const users = await builtInGroup(workspaceId, "users");
  const queue = await resourceId(workspaceId, "queues", "gpu-a100");
  const can = { allows: true, access: "modify" } as const;
  await makeGuard(place, { ...can, name: "Users train", type: "queue", targetId: queue, groupId: users });
  const guard = {
    name: "Vision is not for outsiders",
    allows: false,
    access: "modify",
    type: "project",
  } as const;
  const outsider = await makeAccount("Olu Outsider");
  await join(workspaceId, outsider);
  await closeWorkspace(workspaceId, { but: "queue" });
  await makeGuard(place, { ...guard, targetId: project, userId: outsider.id });
  const rule = { type: "project", targetId: project, access: "modify", groupIds: [] } as const;
  await actAs(place, "access_rules.manage", (actor) =>
    createAccessRule(
      { ...actor, savesAnyway: true },
      { ...rule, groupIds: [], userIds: [outsider.id, member.id] },
    ),
  );
  const { page } = await signIn(place);
  await page.goto("/settings/access-rules/guards");
  return { ...made, page };
}
