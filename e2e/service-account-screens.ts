import type { Page } from "@playwright/test";
import { builtInGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { makeAdminVault, writeServiceAccountVault } from "@/db/testing/factories/vault";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { limitLife, makeCredentials } from "./accounts";
import { expect } from "./fixtures";
import { furnish, type Screen, type Stage } from "./screens";
import { fetchVault } from "./wire-client";

const longName = "Nightly training on the cluster in the basement of the northern building";

async function furnishAccounts(stage: Stage) {
  const { page, account } = await furnish(stage);
  const workspaceId = await makeWorkspace(account, "Laboratory");
  const place = { account, workspaceId };
  const { id, key } = await makeServiceAccount(place, { name: longName, mayImpersonate: true });
  await makeServiceAccount(place, { name: "Continuous integration" });
  await fetchVault(stage.steward.url, key.basic);
  await page.close();
  const signedIn = await stage.signIn(place);
  return { page: signedIn.page, id, account, workspaceId };
}

async function onAccounts(stage: Stage): Promise<Page> {
  const { page } = await furnishAccounts(stage);
  await page.goto("/settings/service-accounts");
  await expect(page.getByRole("table", { name: "Service accounts" })).toBeVisible();
  return page;
}

async function onAccount(stage: Stage): Promise<Page> {
  const { page, id } = await furnishAccounts(stage);
  await page.goto(`/settings/service-accounts/${id}`);
  await expect(page.getByRole("table", { name: "API credentials" })).toBeVisible();
  return page;
}

async function onNewAccount(stage: Stage): Promise<Page> {
  const page = await onAccounts(stage);
  await page.getByRole("button", { name: "Create service account" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  return page;
}

export const serviceAccountScreens: Record<string, Screen> = {
  "service-accounts": onAccounts,
  "service-accounts-empty": async ({ signIn }) => {
    const { page } = await signIn();
    await page.goto("/settings/service-accounts");
    await expect(page.getByRole("heading", { name: "No service accounts yet" })).toBeVisible();
    return page;
  },
  "service-accounts-none-found": async (stage) => {
    const page = await onAccounts(stage);
    await page.goto("/settings/service-accounts?search=nobody-at-all");
    await expect(page.getByRole("heading", { name: "No service accounts found" })).toBeVisible();
    return page;
  },
  "service-account-vault": async (stage) => {
    const { page, id, account, workspaceId } = await furnishAccounts(stage);
    const place = { account, workspaceId };
    const text = 'sdk.aws.s3.region = "eu-central-1"\nagent.git_user = robot\n';
    await makeAdminVault(place, {
      name: "Defaults of every machine in the northern building",
      groupIds: [await builtInGroup(workspaceId, "users")],
      text,
    });
    await writeServiceAccountVault(place, id, text);
    await page.goto(`/settings/service-accounts/${id}`);
    await expect(page.getByRole("table", { name: "Additional vaults applied by admin" })).toBeVisible();
    return page;
  },
  "service-account-vault-history": async (stage) => {
    const { page, id, account, workspaceId } = await furnishAccounts(stage);
    await writeServiceAccountVault({ account, workspaceId }, id, "agent.git_user = robot\n");
    await page.goto(`/settings/service-accounts/${id}`);
    await page.getByRole("link", { name: "History" }).click();
    await expect(page.getByRole("heading", { name: "Changes of revision 1" })).toBeVisible();
    return page;
  },
  "new-service-account": onNewAccount,
  "new-service-account-refused": async (stage) => {
    const page = await onNewAccount(stage);
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Continuous integration");
    await form.getByRole("button", { name: "Create service account" }).click();
    await expect(form.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
    return page;
  },
  "created-service-account": async (stage) => {
    const page = await onNewAccount(stage);
    await page.getByRole("dialog").getByLabel("Name").fill("Evaluation");
    await page.getByRole("dialog").getByRole("button", { name: "Create service account" }).click();
    await expect(page.getByRole("dialog", { name: "Credentials created" })).toBeVisible();
    return page;
  },
  "service-account": onAccount,
  "edit-service-account": async (stage) => {
    const page = await onAccount(stage);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    return page;
  },
  "delete-service-account": async (stage) => {
    const page = await onAccount(stage);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    return page;
  },
  "workspace-with-service-accounts": async (stage) => {
    const { page } = await furnishAccounts(stage);
    await page.goto("/settings/workspace?credentials=everybody");
    await expect(page.getByRole("row", { name: /service account/ }).first()).toBeVisible();
    return page;
  },
  "credentials-none-found": async (stage) => {
    const { page } = await furnishAccounts(stage);
    await page.goto("/settings/workspace?credentials=everybody&search=nothing-at-all");
    await expect(page.getByRole("heading", { name: "No credentials found" })).toBeVisible();
    return page;
  },
  "longest-life": async (stage) => {
    const { page } = await furnishAccounts(stage);
    await page.goto("/settings/workspace");
    await page.getByRole("button", { name: "Set a maximum" }).click();
    return page;
  },
  "new-credentials-limited": async (stage) => {
    const owner = await makeAccount("Olga Owner");
    const workspaceId = await makeWorkspace(owner, "Lab");
    const member = await makeAccount("Max Member");
    await join(workspaceId, member);
    await limitLife({ account: owner, workspaceId }, 30);
    await makeCredentials({ account: owner, workspaceId }, "Laptop");
    const { page } = await stage.signIn({ account: member, workspaceId });
    await page.goto("/settings/workspace");
    await page.getByRole("button", { name: "Create credentials" }).click();
    await expect(page.getByRole("dialog")).toContainText("at most 30 days");
    return page;
  },
};
