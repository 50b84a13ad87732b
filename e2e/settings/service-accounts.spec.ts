import type { Locator, Page } from "@playwright/test";
import { type Account, makeAccount } from "@/db/testing/factories/person";
import { makeServiceAccount } from "@/db/testing/factories/service-account";
import { join, makeWorkspace } from "@/db/testing/factories/workspace";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { asConfigured, makeCredentials } from "../accounts";
import { expect, type SignedIn, test } from "../fixtures";
import { tabTo } from "../keyboard";
import { basic, bearer, callWire, drawToken, fetchVault, sendRaw } from "../wire-client";

const list = (page: Page) => page.getByRole("table", { name: "Service accounts" });
const property = (page: Page, label: string) =>
  page.locator("dl > div").filter({ has: page.getByRole("term").getByText(label, { exact: true }) });
const credentials = (page: Page) => page.getByRole("table", { name: "API credentials" });

/** What the dialog shows once. */
async function readOnce(dialog: Locator): Promise<{ access_key: string; secret_key: string }> {
  await dialog.getByRole("tab", { name: "Environment" }).click();
  const text = (await dialog.getByRole("tabpanel").textContent()) ?? "";
  const read = (name: string) => new RegExp(`${name}=([\\w-]+?)(?=export|\\n|$)`).exec(text)?.[1] ?? "";
  return {
    access_key: read("CLEARML_API_ACCESS_KEY"),
    secret_key: read("CLEARML_API_SECRET_KEY"),
  };
}

type SignIn = (wanted: { account: Account; workspaceId: WorkspaceId }) => Promise<SignedIn>;

async function makeLab(signIn: SignIn) {
  const owner = await makeAccount("Olga Owner");
  const workspaceId = await makeWorkspace(owner, "Lab");
  const place = { account: owner, workspaceId };
  const { page } = await signIn(place);
  return { owner, workspaceId, page, place };
}

test("a service account is made with credentials shown once, edited and deleted, and its clients lose access immediately", async ({
  signIn,
  steward,
}) => {
  const { page } = await makeLab(signIn);
  await page.goto("/settings/workspace");
  await page.getByRole("navigation", { name: "Lab" }).getByRole("link", { name: "Service accounts" }).click();
  await expect(page.getByRole("heading", { name: "No service accounts yet" })).toBeVisible();
  await page.getByRole("button", { name: "Create service account" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("Training agents");
  await form.getByLabel("Allow impersonation").check();
  await form.getByLabel("Its first credentials expire").selectOption("In 30 days");
  await form.getByRole("button", { name: "Create service account" }).click();

  const shown = page.getByRole("dialog", { name: "Credentials created" });
  await expect(shown).toContainText("the service account “Training agents” in Lab. They expire on");
  const pair = await readOnce(shown);
  steward.secrets.add(pair.secret_key);
  await shown.getByRole("button", { name: "I have stored the secret key" }).click();
  await expect(list(page).getByRole("row", { name: /Training agents/ })).toContainText("May impersonate");
  const token = await drawToken(steward.url, pair);
  steward.secrets.add(token);
  expect(await page.content()).not.toContain(pair.secret_key);

  await page.getByRole("link", { name: "Training agents" }).click();
  await expect(page.getByRole("heading", { name: "Training agents", level: 1 })).toBeVisible();
  await expect(page).toHaveTitle("Training agents · Steward");
  await expect(page.getByText("--use-owner-token")).toBeVisible();
  await expect(property(page, "Access decisions")).toHaveText(/Not allowed/);
  await expect(credentials(page).getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Create credentials" }).click();
  const more = page.getByRole("dialog", { name: "Create API credentials" });
  await more.getByLabel("Label").fill("Basement");
  await more.getByRole("button", { name: "Create credentials" }).click();
  const second = await readOnce(shown);
  steward.secrets.add(second.secret_key);
  await shown.getByRole("button", { name: "I have stored the secret key" }).click();
  await expect(credentials(page).getByRole("row", { name: /Basement/ })).toBeVisible();
  expect((await fetchVault(steward.url, basic(second))).status).toBe(200);
  await page.getByRole("button", { name: "Revoke “Basement”" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke “Basement”" }).click();
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(credentials(page).getByRole("row", { name: /Basement/ })).toBeHidden();
  expect((await fetchVault(steward.url, basic(second))).status).toBe(401);

  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const edit = page.getByRole("dialog", { name: "Edit “Training agents”" });
  await edit.getByLabel("Name").fill("Evaluation agents");
  await edit.getByLabel("Allow impersonation").uncheck();
  await edit.getByLabel("Set as admin").check();
  await edit.getByRole("button", { name: "Save service account" }).click();
  await expect(page.getByRole("heading", { name: "Evaluation agents", level: 1 })).toBeVisible();
  await expect(property(page, "Impersonation")).toHaveText(/Not allowed/);
  await expect(property(page, "Access decisions")).toHaveText(/Allowed/);
  await expect(page.getByRole("main")).toContainText("Admins");

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete “Evaluation agents”?" });
  await expect(dialog).toContainText("1 pair of API credentials");
  await dialog.getByRole("button", { name: "Delete “Evaluation agents”" }).click();
  await expect(page.getByRole("heading", { name: "No service accounts yet" })).toBeVisible();
  await expect(page).toHaveURL(/\/settings\/service-accounts$/);
  expect((await fetchVault(steward.url, basic(pair))).status).toBe(401);
  expect((await callWire(steward.url, "users.get_current_user", bearer(token))).meta).toMatchObject({
    result_code: 401,
    result_subcode: 30,
  });
});

test("is made, edited and deleted without a mouse", async ({ signIn }) => {
  const { page } = await makeLab(signIn);
  await page.goto("/settings/service-accounts");
  await tabTo(page, page.getByRole("button", { name: "Create service account" }));
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog");
  await expect(form.getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(form.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expect(form.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Keyboard");
  await tabTo(page, form.getByLabel("Allow impersonation"));
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  const shown = page.getByRole("dialog", { name: "Credentials created" });
  await tabTo(page, shown.getByRole("button", { name: "I have stored the secret key" }));
  await page.keyboard.press("Enter");
  await expect(shown).toBeHidden();
  await expect(page.getByRole("button", { name: "Create service account" })).toBeFocused();

  const menu = page.getByRole("button", { name: "Actions for Keyboard" });
  await tabTo(page, menu);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Renamed");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toContainText("Not closed");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  const row = list(page).getByRole("row", { name: /Renamed/ });
  await expect(row).toContainText("May impersonate");

  await expect(page.getByRole("button", { name: "Actions for Renamed" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Access to resources" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Explain access" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Delete" })).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(row).toBeVisible();
  await expect(page.getByRole("button", { name: "Actions for Renamed" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Access to resources" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Explain access" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Delete" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("button", { name: "Delete “Renamed”" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "No service accounts yet" })).toBeVisible();
});

test("what was typed stays when it is refused, and when somebody else was first", async ({ signIn }) => {
  const { page, place } = await makeLab(signIn);
  await makeServiceAccount(place, { name: "Taken" });
  const other = await makeServiceAccount(place, { name: "Other" });
  await page.goto(`/settings/service-accounts/${other.id}`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const edit = page.getByRole("dialog", { name: "Edit “Other”" });
  await edit.getByLabel("Name").fill("TAKEN");
  await edit.getByRole("button", { name: "Save service account" }).click();
  await expect(edit).toContainText("A service account with this name already exists in this workspace.");
  await expect(edit.getByLabel("Name")).toHaveValue("TAKEN");
  await expect(edit.getByLabel("Name")).toBeFocused();

  const tab = await page.context().newPage();
  await tab.goto(`/settings/service-accounts/${other.id}`);
  await tab.getByRole("button", { name: "Edit", exact: true }).click();
  await tab.getByRole("dialog").getByLabel("Name").fill("Renamed elsewhere");
  await tab.getByRole("dialog").getByRole("button", { name: "Save service account" }).click();
  await expect(tab.getByRole("heading", { name: "Renamed elsewhere", level: 1 })).toBeVisible();
  await edit.getByLabel("Name").fill("Mine");
  await edit.getByRole("button", { name: "Save service account" }).click();
  await expect(edit).toContainText("Somebody else changed this service account.");
  await expect(edit.getByLabel("Name")).toHaveValue("Mine");
});

test("the list is searched, sorted and paged, and every view has an address", async ({ signIn, steward }) => {
  const { page, place } = await makeLab(signIn);
  for (let number = 101; number <= 151; number++)
    await makeServiceAccount(place, { name: `Agent ${number}` });
  const used = await makeServiceAccount(place, { name: "Basement 100%" });
  await fetchVault(steward.url, used.key.basic);
  const rows = list(page).getByRole("row", { name: /Agent|Basement/ });
  await page.goto("/settings/service-accounts");
  await expect(rows).toHaveCount(50);
  await expect(rows.first()).toContainText("Agent 101");
  const pages = page.getByRole("navigation", { name: "Pages of service accounts" });
  await expect(pages).toContainText("1–50 of 52");
  await pages.getByRole("link", { name: "Next" }).click();
  await expect(rows).toHaveCount(2);

  await page.getByRole("link", { name: "Service account", exact: true }).click();
  await expect(page).toHaveURL(/descending=1/);
  await expect(rows.first()).toContainText("Basement");
  await expect
    .poll(async () => {
      await page.goto("/settings/service-accounts?sort=active&descending=1");
      return rows.first().textContent();
    })
    .toContain("Basement");
  const search = page.getByRole("searchbox", { name: "Name or ID" });
  await search.fill("0%");
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/search=0%25/);
  await search.fill(used.id.slice(0, 12));
  await expect(rows).toHaveCount(1);
  await search.fill("nothing at all");
  await expect(page.getByRole("heading", { name: "No service accounts found" })).toBeVisible();
  await page.getByRole("link", { name: "Clear the search" }).click();
  await expect(rows).toHaveCount(50);
  await expect(search).toHaveValue("");
  for (const strange of ["page=0", "page=one", "page=999", "sort=secret", "search=%00", "page=1&page=2"]) {
    await page.goto(`/settings/service-accounts?${strange}`);
    await expect(rows.first(), strange).toBeVisible();
  }
});

test("one of another workspace is not there, and the pages are for admins", async ({
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 40[34]/);
  const { page, owner, workspaceId } = await makeLab(signIn);
  const stranger = await makeAccount("Sam Stranger");
  const { id } = await makeServiceAccount({ account: stranger }, { name: "Elsewhere" });
  for (const strange of [id, owner.id, "0".repeat(32), "nobody"]) {
    const answer = await page.goto(`/settings/service-accounts/${strange}`);
    expect([strange, answer?.status()]).toEqual([strange, 404]);
    await expect(page.getByText("Elsewhere")).toHaveCount(0);
  }

  const own = await makeServiceAccount({ account: owner, workspaceId }, { name: "Trainers" });
  const member = await makeAccount("Max Member");
  await join(workspaceId, member);
  const there = await signIn({ account: member, workspaceId });
  for (const path of ["/settings/service-accounts", `/settings/service-accounts/${own.id}`]) {
    expect((await there.page.goto(path))?.status()).toBe(403);
    await expect(
      there.page.getByRole("heading", { name: "You need admin access for this page" }),
    ).toBeVisible();
    await expect(there.page.getByText("Trainers")).toHaveCount(0);
  }
  await expect(there.page.getByRole("link", { name: "Service accounts" })).toHaveCount(0);
});

test("an agent runs a task as its owner, until its service account is deleted", async ({
  signIn,
  steward,
}) => {
  const { url, secrets } = steward;
  const { page, owner, place } = await makeLab(signIn);
  const agent = await makeServiceAccount(place, { name: "Training agents", mayImpersonate: true });
  const token = await drawToken(url, asConfigured(agent.key));
  const answer = await sendRaw(`${url}/api/v2.5/auth.login`, {
    authorization: bearer(token),
    headers: { "x-clearml-impersonate-as": owner.id },
    body: "{}",
  });
  expect(answer.status).toBe(200);
  const asOwner = String(JSON.parse(answer.text).data.token);
  secrets.add(token).add(asOwner);
  const user = await callWire(url, "users.get_current_user", bearer(asOwner));
  expect(user.data.user).toMatchObject({ id: owner.id, name: "Olga Owner" });
  expect((await callWire(url, "auth.create_credentials", bearer(asOwner))).meta.result_code).toBe(401);

  await page.goto("/settings/service-accounts");
  await page.getByRole("button", { name: "Actions for Training agents" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Tasks that its agents run for other users");
  await dialog.getByRole("button", { name: /^Delete/ }).click();
  await expect(page.getByRole("heading", { name: "No service accounts yet" })).toBeVisible();
  expect((await callWire(url, "users.get_vaults", bearer(asOwner))).meta.result_code).toBe(401);
});

test("admins find everybody’s credentials, a service account’s marked as such", async ({
  signIn,
  steward,
}) => {
  const { page, place, workspaceId } = await makeLab(signIn);
  const member = await makeAccount("Max Member");
  await join(workspaceId, member);
  await makeCredentials(place, "Desk");
  await makeCredentials({ account: member, workspaceId }, "Max’s laptop");
  const agent = await makeServiceAccount(place, { name: "Trainers" });
  await page.goto("/settings/workspace?credentials=everybody");
  const rows = credentials(page).getByRole("row", { name: /Revoke/ });
  await expect(rows).toHaveCount(3);
  const search = page.getByRole("searchbox", { name: "Label, key or owner" });
  for (const [typed, found] of [
    ["max mem", "Max’s laptop"],
    ["DESK", "Desk"],
    ["trainers", "Trainers, service account"],
  ] as const) {
    await search.fill(typed);
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(found);
  }
  await page.getByRole("button", { name: /^Revoke/ }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await expect(page.getByRole("heading", { name: "No credentials found" })).toBeVisible();
  expect((await fetchVault(steward.url, agent.key.basic)).status).toBe(401);
});

test("the maximum lifetime that admins set binds members, and not themselves", async ({ signIn }) => {
  const { page, workspaceId } = await makeLab(signIn);
  const member = await makeAccount("Max Member");
  await join(workspaceId, member);
  await page.goto("/settings/workspace");
  await expect(page.getByText("Members can create credentials that never expire.")).toBeVisible();
  await page.getByRole("button", { name: "Set a maximum" }).click();
  const dialog = page.getByRole("dialog", { name: "Maximum lifetime of API credentials" });
  await dialog.getByLabel("Maximum lifetime").selectOption("60 days");
  await dialog.getByRole("button", { name: "Save maximum" }).click();
  await expect(page.getByText("Members can create credentials for at most 60 days.")).toBeVisible();
  await page.getByRole("button", { name: "Create credentials" }).first().click();
  const admins = page.getByRole("dialog", { name: "Create API credentials" });
  await expect(admins.getByRole("option")).toHaveText([
    "Never",
    "In 30 days",
    "In 60 days",
    "In 90 days",
    "On a date",
  ]);

  const there = await signIn({ account: member, workspaceId });
  await there.page.goto("/settings/workspace");
  await expect(there.page.getByRole("button", { name: "Change the maximum" })).toHaveCount(0);
  await there.page.getByRole("button", { name: "Create credentials" }).click();
  const form = there.page.getByRole("dialog", { name: "Create API credentials" });
  await expect(form.getByRole("option")).toHaveText(["In 30 days", "In 60 days", "On a date"]);
  await form.getByLabel("Label").fill("Laptop");
  await form.getByLabel("Expire").selectOption("On a date");
  const late = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  await form.getByLabel("Last day").fill(late);
  await form.getByRole("button", { name: "Create credentials" }).click();
  await expect(form.getByLabel("Last day")).toHaveAttribute("aria-invalid", "true");
  await expect(form).toContainText("This workspace allows at most 60 days. The latest day is");
  await expect(form.getByLabel("Label")).toHaveValue("Laptop");
  await form.getByLabel("Expire").selectOption("In 60 days");
  await form.getByRole("button", { name: "Create credentials" }).click();
  await expect(there.page.getByRole("dialog", { name: "Credentials created" })).toContainText(
    "They expire on",
  );
});
