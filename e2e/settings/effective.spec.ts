import { lastAuditEvent } from "@/db/testing/audit-log";
import { builtInGroup } from "@/db/testing/factories/group";
import { makeAccount } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { makeAdminVault, writeVault } from "@/db/testing/factories/vault";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { replaceText, vaultEditor } from "../code-editor";
import { expect, test } from "../fixtures";

import type { Stage } from "../screens";
import { fetchVault } from "../wire-client";

async function signInToLab(signIn: Stage["signIn"]) {
  const account = await makeAccount("Olga Owner");
  const place = { account, workspaceId: await makeWorkspace(account, "Lab") };
  return { page: (await signIn(place)).page, place };
}

const path = "/settings/workspace/effective-configuration";

test("a member sees what clients get, where it comes from and what it overrides, and shows one secret", async ({
  signIn,
}) => {
  const { page, place } = await signInToLab(signIn);
  const { account, workspaceId } = place;
  const everybody = await builtInGroup(workspaceId, "users");
  await makeAdminVault(place, {
    name: "Company defaults",
    groupIds: [everybody],
    text: 'sdk.aws.s3.region = "eu-central-1"\nsdk.aws.s3.secret = "company-secret"\n',
  });
  await writeVault(place, 'sdk.aws.s3.region = "eu-north-1"\nagent.git_user = ada\n');
  await page.goto("/settings/workspace");
  await page.getByRole("link", { name: "Show effective configuration" }).click();

  const rows = page.getByRole("table", { name: "Keys" }).getByRole("row");
  const region = rows.filter({ hasText: "sdk.aws.s3.region" });
  await expect(region).toContainText('"eu-north-1"');
  await expect(region).toContainText("Personal vault, line 1");
  await expect(region).toContainText('"eu-central-1" in Company defaults, line 1');
  await expect(page.getByText("company-secret")).toHaveCount(0);

  const secret = rows.filter({ hasText: "sdk.aws.s3.secret" });
  await secret.getByRole("button", { name: "Show the value of sdk.aws.s3.secret" }).click();
  await expect(secret).toContainText("company-secret");
  const entry = await lastAuditEvent(workspaceId, "vault.value_revealed");
  expect(entry).toMatchObject({ actorUserId: account.id, targetName: "Company defaults" });
  expect(JSON.stringify(entry)).not.toContain("company-secret");
  await secret.getByRole("button", { name: "Hide the value of sdk.aws.s3.secret" }).click();
  await expect(page.getByText("company-secret")).toHaveCount(0);

  await page.getByRole("searchbox", { name: "Search by key or value" }).fill("git_user");
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(2);
});

test("a pasted clearml.conf shows the whole merge, and stays where it is refused", async ({ signIn }) => {
  const { page, account } = await signIn();
  await writeVault({ account }, "agent.git_user = ada\n");
  await page.goto(path);
  const text = page.getByRole("textbox", { name: "Text of the clearml.conf" });
  const show = page.getByRole("button", { name: "Show the merge" });
  await show.click();
  await expect(text).toHaveAccessibleDescription("Paste the text of a clearml.conf first.");
  await text.fill('agent.git_user = "old"\nagent.worker_name = "gpu-1"\n');
  await show.click();
  const merged = page.getByRole("status").getByRole("table", { name: "Keys" }).getByRole("row");
  await expect(merged.filter({ hasText: "agent.git_user" })).toContainText('"old" in clearml.conf, line 1');
  await expect(merged.filter({ hasText: "agent.worker_name" })).toContainText("clearml.conf, line 2");

  await text.fill("agent {\n");
  await show.click();
  await expect(page.getByText("clearml.conf is left out.")).toBeVisible();
  await expect(text).toHaveValue("agent {\n");
});

test("an admin sees a member's keys without private values, and a service account's configuration", async ({
  signIn,
}) => {
  const { page, place } = await signInToLab(signIn);
  const { account, workspaceId } = place;
  const member = await makeAccount("Max Mustermann");
  await join(workspaceId, member);
  await writeVault({ account: member, workspaceId }, 'agent.git_user = "private-name"\n');
  await makeAdminVault(
    { account, workspaceId },
    {
      name: "Robots",
      groupIds: [await builtInGroup(workspaceId, "service_accounts")],
      text: "agent.force_git_ssh_port = 29418\n",
    },
  );
  await makeServiceAccount({ account, workspaceId }, { name: "Trainers" });

  await page.goto("/settings/users");
  await page.getByRole("button", { name: "Actions for Max Mustermann" }).click();
  await page.getByRole("menuitem", { name: "Effective configuration" }).click();
  await expect(page.getByRole("row").filter({ hasText: "agent.git_user" })).toBeVisible();
  await expect(
    page.getByText("The values in the personal vault of Max Mustermann are private."),
  ).toBeVisible();
  await expect(page.getByText("private-name")).toHaveCount(0);

  await page.goto("/settings/service-accounts");
  await page.getByRole("link", { name: "Trainers" }).click();
  await page.getByRole("link", { name: "Effective configuration" }).click();
  await expect(page.getByRole("row").filter({ hasText: "agent.force_git_ssh_port" })).toContainText(
    "Robots, line 1",
  );
});

test("without a vault the page says what to do", async ({ signIn }) => {
  const { page } = await signIn();
  await page.goto(path);
  await expect(page.getByText("No configuration yet")).toBeVisible();
});

test("a member reads an administrator vault that applies to them, without its secrets", async ({
  signIn,
}) => {
  const { page, place } = await signInToLab(signIn);
  await makeAdminVault(place, {
    name: "Company defaults",
    groupIds: [await builtInGroup(place.workspaceId, "users")],
    text: 'sdk.aws.s3.region = "eu-central-1"\nsdk.aws.s3.secret = "company-secret"\n',
  });
  await page.goto("/settings/workspace");
  const applied = page.getByRole("table", { name: "Additional vaults applied by admin" });
  await applied.getByRole("button", { name: "Show Company defaults" }).click();
  const dialog = page.getByRole("dialog", { name: "Company defaults" });
  await expect(dialog.getByRole("row").filter({ hasText: "sdk.aws.s3.region" })).toContainText(
    '"eu-central-1"',
  );
  await expect(page.getByText("company-secret")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toHaveCount(0);
});

test("an admin writes a service account's vault, turns it on again and restores a text", async ({
  signIn,
  steward,
}) => {
  const { page, place } = await signInToLab(signIn);
  const { key, id } = await makeServiceAccount(place, { name: "Trainers" });
  const served = async () => (await fetchVault(steward.url, key.basic)).text;
  await page.goto(`/settings/service-accounts/${id}`);
  await page.getByRole("button", { name: "Write a configuration" }).click();
  await replaceText(vaultEditor(page), "agent.git_user = robot\n");
  await page.getByRole("button", { name: "OK", exact: true }).click();
  const isOn = page.getByRole("switch", { name: "Configuration vault is on" });
  await expect(isOn).toBeChecked();
  expect(await served()).toContain("robot");

  await isOn.click();
  await expect(isOn).not.toBeChecked();
  expect(await served()).not.toContain("robot");
  await isOn.click();
  const question = page.getByRole("alertdialog", { name: "Turn on the configuration vault?" });
  await expect(question.getByRole("listitem")).toHaveText(['Addedagent.git_user"robot"']);
  await question.getByRole("button", { name: "Turn on the vault" }).click();
  await expect(isOn).toBeChecked();

  const vault = page.getByRole("region", { name: "Configuration vault" });
  await vault.getByRole("button", { name: "Edit", exact: true }).click();
  await replaceText(vaultEditor(page), "agent.git_user = other\n");
  await page.getByRole("button", { name: "OK", exact: true }).click();
  await page.getByRole("link", { name: "History" }).click();
  await page.getByRole("link", { name: "Show changes of revision 1" }).click();
  await page.getByRole("button", { name: "Restore" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Restore revision 1" }).click();
  await expect(page.getByRole("row", { name: /Revision 3 Current/ })).toBeVisible();
  expect(await served()).toContain("robot");
});
