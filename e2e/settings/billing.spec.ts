import fs from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { makeAccount } from "@/db/testing/factories/person";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import { makeProject } from "@/db/testing/resources";
import { makeCredentials } from "../accounts";
import { expect, test } from "../fixtures";
import { basic, callWire, sendRaw } from "../wire-client";

const usage = (page: Page): Locator => page.getByRole("table", { name: "Usage by member" });

test("an admin sees each call that programs made, by credentials and member, and downloads them", async ({
  signIn,
  steward,
}) => {
  const owner = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(owner, "Lab");
  const place = { account: owner, workspaceId };
  const { page } = await signIn(place);
  await page.goto("/settings/billing");
  await expect(page.getByText("Nothing is used yet.")).toBeVisible();

  const credentials = await makeCredentials(place, "Cluster");
  const project = await makeProject(workspaceId, owner, null, "Vision");
  for (let made = 0; made < 2; made += 1) await callWire(steward.url, "server.info", basic(credentials));
  await callWire(steward.url, "projects.get_by_id", basic(credentials), { project });
  await expect(async () => {
    await page.reload();
    await expect(usage(page).getByRole("row", { name: /Olga Owner/ })).toContainText("3", { timeout: 500 });
  }).toPass();
  await page.getByText("Show as table").click();
  const byDay = page.getByRole("table", { name: "API calls by day" });
  await expect(byDay.getByRole("columnheader", { name: "Cluster" })).toBeVisible();
  await expect(byDay.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "Member" }).first().click();
  await expect(page).toHaveURL(/by=member/);
  await expect(page.locator("#calls").getByText("Olga Owner").first()).toBeVisible();

  const download = async () => {
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download CSV" }).click();
    const file = await downloading;
    return { name: file.suggestedFilename(), text: await fs.readFile(await file.path(), "utf8") };
  };
  const { name, text } = await download();
  expect(name).toMatch(/^api-calls-2\d{3}-\d\d\.csv$/);
  expect(text).toMatch(
    new RegExp(
      `^day,access key,label,user,calls\r\n2[\\d-]{9},${credentials.access_key},Cluster,Olga Owner,3\r\n$`,
    ),
  );

  await page.locator("#calls").getByRole("link", { name: "Project" }).click();
  await expect(page.locator("#calls").getByText("Vision").first()).toBeVisible();
  await page.locator("#who").getByRole("link", { name: "Project" }).click();
  const byProject = page.getByRole("table", { name: "Usage by project" });
  await expect(byProject.getByRole("row", { name: /^No project/ })).toContainText("2");
  await expect(byProject.getByRole("row", { name: /^Vision/ })).toContainText("1");
  const ofProjects = await download();
  expect(ofProjects.name).toMatch(/^api-calls-by-project-2\d{3}-\d\d\.csv$/);
  expect(ofProjects.text).toContain(`,${project},Vision,1\r\n`);

  await page.goto("/settings/billing?month=2020-01");
  await expect(page.getByText("No calls in January 2020.")).toBeVisible();
  await page.getByRole("link", { name: "Next month" }).click();
  await expect(page.getByText("No calls in February 2020.")).toBeVisible();
});

test("a member sees neither the page nor the file", async ({ signIn, steward, expectedMessages }) => {
  expectedMessages.push(/status of 403/);
  const owner = await makeAccount();
  const workspaceId = await makeWorkspace(owner);
  const member = await makeAccount();
  await join(workspaceId, member);
  const { page, session } = await signIn({ account: member, workspaceId });
  const answer = await page.goto("/settings/billing");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("link", { name: "Usage & billing" })).toHaveCount(0);
  const headers = { cookie: `${session.cookie.name}=${session.cookie.value}` };
  expect((await sendRaw(`${steward.url}/settings/billing/calls.csv`, { headers })).status).toBe(403);
});
