import type { Page } from "@playwright/test";
import { fillWorkspace } from "@/db/testing/factories/bulk";
import { makeGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { renameGroup } from "./accounts";
import { expect } from "./fixtures";
import type { Screen, Stage } from "./screens";

const research = "Reinforcement learning and simulation, Northern Hemisphere";

/** As many as a large team has: what counts and pages them has to show it. */
const crowd = 5_000;

/** Groups of all sizes, one with a name and a description that need room. */
async function furnish({ signIn }: Stage, others = 60) {
  const account = await makeAccount("Wilhelmina Featherstonehaugh-Cholmondeley");
  const workspaceId = await makeWorkspace(account, "Research and Development");
  const names = [
    "Mira Chen",
    "João Oliveira",
    "Ada Byron",
    "Thandi Sithole",
    "Dana Kovač",
    "Noor Haddad",
    "Li Wei",
  ];
  const people = await Promise.all(names.map((name) => makeAccount(name)));
  for (const person of people) await join(workspaceId, person);
  const place = { account, workspaceId };
  const groupId = await makeGroup(
    place,
    research,
    [account, ...people],
    "Trains agents in the simulator, and keeps the machines in the basement that nobody else may use.",
  );
  await makeGroup(place, "Labelling", people.slice(0, 2), "Prepares and checks the data sets.");
  const emptyId = await makeGroup(place, "Guests");
  await fillWorkspace(workspaceId, others);
  return { ...(await signIn(place)), groupId, emptyId, place };
}

async function onGroups(stage: Stage, others?: number): Promise<Page> {
  const { page } = await furnish(stage, others);
  await page.goto("/settings/groups");
  await expect(page.getByRole("table", { name: "User groups" })).toBeVisible();
  return page;
}

async function onGroup(stage: Stage): Promise<Page> {
  const { page, groupId } = await furnish(stage);
  await page.goto(`/settings/groups/${groupId}`);
  await expect(page.getByRole("heading", { name: research })).toBeVisible();
  return page;
}

export const groupScreens: Record<string, Screen> = {
  groups: (stage) => onGroups(stage, crowd),
  "groups-none-found": async (stage) => {
    const page = await onGroups(stage);
    await page.goto("/settings/groups?search=nothing-at-all");
    return page;
  },
  "new-group": async (stage) => {
    const page = await onGroups(stage);
    await page.getByRole("button", { name: "Add group" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a group" });
    await dialog.getByLabel("Name", { exact: true }).fill("Simulation");
    const picker = dialog.getByRole("combobox", { name: "Members" });
    for (const name of ["Mira", "João"]) {
      await picker.fill(name);
      await page.getByRole("option", { name: new RegExp(name) }).click();
      await expect(dialog.getByRole("button", { name: new RegExp(`^Remove ${name}`) })).toBeVisible();
    }
    await picker.fill("a");
    await expect(page.getByRole("option", { name: /Ada/ })).toBeVisible();
    await expect(page.getByRole("option", { name: /João/ })).toHaveAttribute("aria-selected", "true");
    return page;
  },
  "new-group-refused": async (stage) => {
    const page = await onGroups(stage);
    await page.getByRole("button", { name: "Add group" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a group" });
    await dialog.getByLabel("Name", { exact: true }).fill("admins");
    await dialog.getByRole("button", { name: "Add group" }).click();
    await expect(dialog.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
    return page;
  },
  "edit-group": async (stage) => {
    const page = await onGroups(stage);
    await page.getByRole("button", { name: "Edit “Labelling”" }).click();
    return page;
  },
  "edit-group-conflict": async (stage) => {
    const { page, place, emptyId } = await furnish(stage);
    await page.goto(`/settings/groups/${emptyId}`);
    await page.getByRole("button", { name: "Edit" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Visitors");
    await renameGroup(place, emptyId, "Guests", "Guests from other departments");
    await dialog.getByRole("button", { name: "Save group" }).click();
    await expect(dialog.getByRole("button", { name: "Replace with my version" })).toBeVisible();
    return page;
  },
  "delete-group": async (stage) => {
    const page = await onGroups(stage);
    await page.getByRole("button", { name: `Delete “${research}”` }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    return page;
  },
  group: onGroup,
  "group-unbroken": async (stage) => {
    const { page, place } = await furnish(stage);
    const name = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft";
    const id = await makeGroup(place, name, [place.account], "0123456789".repeat(12));
    await page.goto(`/settings/groups/${id}`);
    await expect(page.getByRole("heading", { name })).toBeVisible();
    return page;
  },
  "group-empty": async (stage) => {
    const { page, emptyId } = await furnish(stage);
    await page.goto(`/settings/groups/${emptyId}`);
    return page;
  },
  "group-built-in": async (stage) => {
    const page = await onGroups(stage, crowd);
    await page.getByRole("link", { name: "Users", exact: true }).last().click();
    await expect(page.getByRole("table", { name: "Members of Users" })).toBeVisible();
    return page;
  },
  "add-members": async (stage) => {
    const { page, emptyId } = await furnish(stage);
    await page.goto(`/settings/groups/${emptyId}`);
    await page.getByRole("button", { name: "Add members" }).click();
    await page.getByRole("combobox", { name: "Members" }).fill("mira chen");
    await expect(page.getByRole("option")).toHaveCount(1);
    return page;
  },
  "remove-group-member": async (stage) => {
    const page = await onGroup(stage);
    await page.getByRole("button", { name: /^Remove Mira Chen from/ }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    return page;
  },
};
