import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { vaults } from "@/db/schema/vaults";
import { builtInGroup, makeGroup } from "@/db/testing/factories/group";
import { type Account, makeAccount } from "@/db/testing/factories/person";
import { makeAdminVault } from "@/db/testing/factories/vault";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { replaceText } from "./code-editor";
import { expect } from "./fixtures";
import type { Screen, Stage } from "./screens";

const configuration = `# Everything that a GPU machine needs
sdk.aws.s3 {
  region = "eu-central-1"
  key = \${AWS_ACCESS_KEY_ID}
}
agent.extra_docker_arguments = ["--ipc=host", "--shm-size=8g"]
`;

/** Vaults of each target, for one, several and no groups, with a name that needs room. */
async function furnish({ signIn }: Stage): Promise<{ page: Page; place: Place }> {
  const account = await makeAccount("Wilhelmina Featherstonehaugh-Cholmondeley");
  const workspaceId = await makeWorkspace(account, "Research and Development");
  const mira = await makeAccount("Mira Chen");
  await join(workspaceId, mira);
  const place = { account, workspaceId };
  const vision = await makeGroup(place, "Vision team", [mira]);
  const labelling = await makeGroup(place, "Labelling and quality assurance, Northern Hemisphere", [mira]);
  await makeAdminVault(place, { name: "Company defaults", groupIds: [vision], text: configuration });
  await makeAdminVault(place, {
    name: "GPU team of the cluster in the basement of the northern building",
    groupIds: [vision, labelling],
    text: configuration,
    enabled: false,
  });
  await makeAdminVault(place, {
    name: "Company storage",
    type: "ui_storage_credentials",
    groupIds: [labelling],
    text: 'credentials: [{ bucket: "datasets", key: "AKIA", secret: "s3cr3t" }]\n',
  });
  await makeAdminVault(place, { name: "Left over", format: "yaml", text: "a: 1\n" });
  return { page: (await signIn(place)).page, place };
}
type Place = { account: Account; workspaceId: WorkspaceId };

async function onVaults(stage: Stage): Promise<Page> {
  const { page } = await furnish(stage);
  await page.goto("/settings/admin-vaults");
  await expect(page.getByRole("table", { name: "Administrator vaults" })).toBeVisible();
  return page;
}

async function openMenu(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

const editor = (page: Page) => page.getByRole("dialog").getByRole("textbox", { name: /^Text of the vault/ });

export const adminVaultScreens: Record<string, Screen> = {
  "admin-vaults": onVaults,
  "admin-vaults-empty": async ({ signIn }) => {
    const { page } = await signIn();
    await page.goto("/settings/admin-vaults");
    await expect(page.getByText("No administrator vaults yet")).toBeVisible();
    return page;
  },
  "admin-vaults-unreadable": async (stage) => {
    const { page, place } = await furnish(stage);
    const unreadableSince = new Date();
    await db().update(vaults).set({ unreadableSince }).where(eq(vaults.workspaceId, place.workspaceId));
    await page.goto("/settings/admin-vaults");
    await expect(page.getByText("Some vaults can’t be read")).toBeVisible();
    return page;
  },
  "new-admin-vault": async (stage) => {
    const page = await onVaults(stage);
    await page.getByRole("button", { name: "Add vault" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a vault" });
    await dialog.getByLabel("Name", { exact: true }).fill("Speech team");
    await dialog.getByRole("combobox", { name: "Groups" }).fill("vision");
    await page.getByRole("option", { name: /Vision team/ }).click();
    await expect(editor(page)).toBeVisible();
    await replaceText(editor(page), `${configuration}agent.worker_name = gpu-1\n`);
    await expect(dialog.getByText(/specific to one machine/).first()).toBeVisible();
    return page;
  },
  "edit-admin-vault": async (stage) => {
    const page = await onVaults(stage);
    await openMenu(page, "Company storage", "Edit");
    await expect(editor(page)).toBeVisible();
    return page;
  },
  "delete-admin-vault": async (stage) => {
    const page = await onVaults(stage);
    await openMenu(page, "Company defaults", "Delete");
    await expect(page.getByRole("alertdialog")).toBeVisible();
    return page;
  },
  "turn-on-admin-vault": async (stage) => {
    const { page, place } = await furnish(stage);
    await makeAdminVault(place, {
      name: "Proxy",
      groupIds: [await builtInGroup(place.workspaceId, "users")],
      text: 'sdk.aws.s3.region = "eu-north-1"\nenvironment.HTTPS_PROXY = "http://proxy.example.com:3128"\n',
      enabled: false,
    });
    await page.goto("/settings/admin-vaults");
    await page.getByRole("switch", { name: "“Proxy” is on" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    return page;
  },
  "admin-vault-refused": async (stage) => {
    const { page, place } = await furnish(stage);
    await makeAdminVault(place, { name: "Broken", text: "a = {\n", enabled: false });
    await page.goto("/settings/admin-vaults");
    await page.getByRole("switch", { name: "“Broken” is on" }).click();
    await expect(page.getByRole("dialog", { name: "“Broken” was not turned on" })).toBeVisible();
    return page;
  },
  "admin-vault-log": async (stage) => {
    const { page } = await furnish(stage);
    await page.goto("/settings/admin-vaults/log");
    await expect(page.getByRole("table", { name: "Activity log of administrator vaults" })).toBeVisible();
    return page;
  },
};
