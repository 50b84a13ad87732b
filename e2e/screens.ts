import type { Page } from "@playwright/test";
import { builtInGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { makeAdminVault, writeVault } from "@/db/testing/factories/vault";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { makeCredentials, makeResetLink, makeSession } from "./accounts";
import { replaceText, vaultEditor } from "./code-editor";
import { expect, type SignedIn, type Steward } from "./fixtures";
import { basic, fetchVault } from "./wire-client";

export type Stage = {
  steward: Steward;
  open: () => Promise<Page>;
  signIn: (wanted?: { account?: SignedIn["account"]; workspaceId?: WorkspaceId }) => Promise<SignedIn>;
};

/** Brings one screen to where it is to be looked at. */
export type Screen = (stage: Stage) => Promise<Page>;

const vault = `# Everything I run
sdk {
  aws.s3 {
    region = "eu-central-1"
    key = \${AWS_ACCESS_KEY_ID}
  }
}
agent.extra_docker_arguments = ["--ipc=host", "--shm-size=8g"]
`;

/** Long names and labels, so that what has no room shows it. */
export async function furnish({ signIn, steward }: Stage) {
  const account = await makeAccount("Wilhelmina Featherstonehaugh-Cholmondeley");
  const workspaceId = await makeWorkspace(account, "Research and Development, Northern Hemisphere");
  for (const name of ["Mira Chen", "João Oliveira"]) await join(workspaceId, await makeAccount(name));
  const place = { account, workspaceId };
  await makeCredentials(place, "");
  await makeCredentials(place, "Nightly training on the cluster in the basement");
  await fetchVault(steward.url, basic(await makeCredentials(place, "Laptop")));
  await writeVault(place, vault);
  return { ...(await signIn(place)), workspaceId };
}

async function onWorkspace(stage: Stage): Promise<SignedIn> {
  const signedIn = await furnish(stage);
  await signedIn.page.goto("/settings/workspace");
  await expect(signedIn.page.getByRole("table", { name: "API credentials" })).toBeVisible();
  return signedIn;
}

async function onProfile(stage: Stage): Promise<Page> {
  const { page, account } = await furnish(stage);
  await makeSession(account, stage.steward);
  await page.goto("/settings/profile");
  return page;
}

async function onNewCredentials(stage: Stage): Promise<Page> {
  const { page } = await onWorkspace(stage);
  await page.getByRole("button", { name: "Create credentials" }).click();
  return page;
}

export const screens: Record<string, Screen> = {
  "sign-in": async ({ open }) => {
    const page = await open();
    await page.goto("/sign-in");
    return page;
  },
  "sign-in-refused": async ({ open }) => {
    const page = await open();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill((await makeAccount()).email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("is wrong")).toBeVisible();
    return page;
  },
  "set-up-used": async ({ open }) => {
    const page = await open();
    await page.goto("/set-up?token=used");
    return page;
  },
  "reset-password": async ({ open }) => {
    const page = await open();
    await page.goto(await makeResetLink(await makeAccount()));
    await page.getByRole("button", { name: "Set new password" }).click();
    await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
    return page;
  },
  "not-found": async ({ open }) => {
    const page = await open();
    await page.goto("/nowhere");
    return page;
  },
  workspace: async (stage) => (await onWorkspace(stage)).page,
  "workspace-everybody": async (stage) => {
    const { page } = await onWorkspace(stage);
    await page.getByRole("link", { name: "Everybody’s" }).click();
    await expect(page.getByRole("row", { name: /You/ }).first()).toBeVisible();
    return page;
  },
  "workspace-empty": async ({ signIn }) => {
    const { page } = await signIn();
    await page.goto("/settings/workspace");
    return page;
  },
  "new-credentials": onNewCredentials,
  "new-credentials-refused": async (stage) => {
    const page = await onNewCredentials(stage);
    const form = page.getByRole("dialog");
    await form.getByLabel("Label").fill("A visit");
    await form.getByLabel("Expire").selectOption("On a date");
    await form.getByRole("button", { name: "Create credentials" }).click();
    await expect(form.getByLabel("Last day")).toHaveAttribute("aria-invalid", "true");
    await page.keyboard.press("Escape");
    return page;
  },
  "created-credentials": async (stage) => {
    const page = await onNewCredentials(stage);
    await page.getByRole("dialog").getByLabel("Label").fill("Nightly training");
    await page.getByRole("dialog").getByRole("button", { name: "Create credentials" }).click();
    await page
      .getByRole("dialog", { name: "Credentials created" })
      .getByRole("button", { name: "Show secret key" })
      .click();
    return page;
  },
  "relabel-credentials": async (stage) => {
    const { page } = await onWorkspace(stage);
    await page.getByRole("button", { name: "Edit the label of “Laptop”" }).click();
    return page;
  },
  "revoke-credentials": async (stage) => {
    const { page } = await onWorkspace(stage);
    await page.getByRole("button", { name: /^Revoke “Nightly/ }).click();
    return page;
  },
  "rename-workspace": async (stage) => {
    const { page } = await onWorkspace(stage);
    await page.getByRole("button", { name: "Rename" }).click();
    return page;
  },
  "leave-workspace": async (stage) => {
    const { page, account } = await furnish(stage);
    const other = await makeWorkspace(await makeAccount("Olga Owner"), "Lab");
    await join(other, account);
    const member = await stage.signIn({ account, workspaceId: other });
    await page.close();
    await member.page.goto("/settings/workspace");
    await member.page.getByRole("button", { name: "Leave" }).click();
    return member.page;
  },
  "switch-workspace": async (stage) => {
    const { page, account } = await furnish(stage);
    await page.goto(`/settings/workspace?workspace=${account.personalId}`);
    await expect(page.getByRole("heading", { name: /^Switch to/ })).toBeVisible();
    return page;
  },
  "vault-editing": async (stage) => {
    const { page } = await onWorkspace(stage);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await replaceText(vaultEditor(page), `${vault}agent.cuda_version = 12\nunfinished {\n`);
    return page;
  },
  "vault-conflict": async (stage) => {
    const { page, account } = await stage.signIn();
    await writeVault({ account }, vault);
    await page.goto("/settings/workspace");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await replaceText(vaultEditor(page), `${vault}mine = true\n`);
    await writeVault({ account }, `${vault}theirs = true\n`);
    await page.getByRole("button", { name: "OK", exact: true }).click();
    await expect(page.getByRole("textbox", { name: "The text that was saved" })).toBeVisible();
    return page;
  },
  "vault-history": async (stage) => {
    const { page, account } = await stage.signIn();
    await writeVault({ account }, vault);
    await writeVault({ account }, vault.replace("eu-central-1", "eu-north-1"));
    await writeVault({ account }, `${vault.replace("eu-central-1", "eu-north-1")}agent.git_user = ada\n`);
    await page.goto("/settings/workspace/vault-history?revision=2");
    await expect(page.getByRole("heading", { name: "Changes of revision 2" })).toBeVisible();
    return page;
  },
  "applied-vault": async (stage) => {
    const { page, account, workspaceId } = await furnish(stage);
    await makeAdminVault(
      { account, workspaceId },
      {
        name: "Defaults of every machine in the northern building",
        groupIds: [await builtInGroup(workspaceId, "users")],
        text: 'sdk.aws.s3.region = "eu-central-1"\nsdk.aws.s3.secret = "s3cr3t"\n',
      },
    );
    await page.goto("/settings/workspace");
    await page.getByRole("button", { name: "Show Defaults of every machine" }).click();
    await expect(page.getByRole("dialog").getByRole("table", { name: "Keys" })).toBeVisible();
    return page;
  },
  "effective-configuration": async (stage) => {
    const { page } = await furnish(stage);
    await page.goto("/settings/workspace/effective-configuration");
    await page
      .getByRole("textbox", { name: "Text of the clearml.conf" })
      .fill('sdk.aws.s3.region = "us-east-1"\nagent.git_pass = hunter2\n');
    await page.getByRole("button", { name: "Show the merge" }).click();
    await expect(page.getByRole("table", { name: "Keys" })).toHaveCount(2);
    return page;
  },
  "effective-configuration-empty": async (stage) => {
    const { page } = await stage.signIn();
    await page.goto("/settings/workspace/effective-configuration");
    await expect(page.getByText("No configuration yet")).toBeVisible();
    return page;
  },
  "turn-on-vault": async (stage) => {
    const { page } = await onWorkspace(stage);
    const isOn = page.getByRole("switch", { name: "Configuration vault is on" });
    await isOn.click();
    await expect(isOn).not.toBeChecked();
    await isOn.click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    return page;
  },
  "vault-without-scripts": async (stage) => {
    const { page, account } = await stage.signIn();
    await writeVault({ account }, vault);
    await page.goto("/settings/workspace/vault");
    await page
      .getByRole("textbox", { name: "Text of the configuration vault" })
      .fill(`${vault}unfinished {\n`);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "never closed" })).toBeVisible();
    return page;
  },
  profile: onProfile,
  "profile-editing": async (stage) => {
    const page = await onProfile(stage);
    await page.getByRole("button", { name: "Edit name" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("W");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Change password" }).click();
    await expect(page.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveAttribute(
      "aria-invalid",
      "true",
    );
    return page;
  },
  "end-sessions": async (stage) => {
    const page = await onProfile(stage);
    await page.getByRole("button", { name: "End all other sessions" }).click();
    return page;
  },
  help: async (stage) => {
    const { page } = await stage.signIn();
    await page.goto("/settings/help");
    return page;
  },
  search: async (stage) => {
    const { page } = await onWorkspace(stage);
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Search or jump to" })).toBeVisible();
    return page;
  },
  menu: async (stage) => {
    const { page } = await onWorkspace(stage);
    await page.getByRole("button", { name: /your menu$/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    return page;
  },
};

/** The places as a phone shows them. */
export const narrowMenu: Screen = async (stage) => {
  const { page } = await onWorkspace(stage);
  await page.setViewportSize({ width: 380, height: 900 });
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "User settings" })).toBeVisible();
  return page;
};
