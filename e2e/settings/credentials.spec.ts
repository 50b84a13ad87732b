import type { Locator, Page } from "@playwright/test";
import { makeCredentials } from "../accounts";
import { expect, test } from "../fixtures";
import { basic, bearer, callWire, drawToken, fetchVault } from "../wire-client";

const table = (page: Page) => page.getByRole("table", { name: "API credentials" });
const readClipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

async function copyFrom(page: Page, place: Locator, name: string): Promise<string> {
  await place.getByRole("button", { name, exact: true }).click();
  return readClipboard(page);
}

async function openForm(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Create credentials" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Create API credentials" });
  await expect(dialog.getByLabel("Label")).toBeFocused();
  return dialog;
}

test("shows the secret key once, ready to copy for every kind of client, and it works immediately", async ({
  signIn,
  steward,
}) => {
  const { page, context, account } = await signIn();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/settings/workspace");
  await expect(page.getByRole("heading", { name: "No API credentials yet" })).toBeVisible();
  const form = await openForm(page);
  await form.getByLabel("Label").fill("Laptop");
  await form.getByRole("button", { name: "Create credentials" }).click();

  const shown = page.getByRole("dialog", { name: "Credentials created" });
  await expect(shown).toContainText(`“Laptop” in ${account.name}’s workspace. They never expire`);
  const access_key = await copyFrom(page, shown, "Copy access key");
  const secret_key = await copyFrom(page, shown, "Copy secret key");
  steward.secrets.add(secret_key);
  expect(access_key).toMatch(/^[A-Z0-9]{30}$/);
  expect(secret_key).toMatch(/^[A-Za-z0-9_-]{67}$/);
  const values = shown.getByRole("definition");
  await expect(values.filter({ hasText: secret_key })).toHaveCount(0);
  await shown.getByRole("button", { name: "Show secret key" }).click();
  await expect(values.filter({ hasText: secret_key })).toBeVisible();
  await shown.getByRole("button", { name: "Hide secret key" }).click();
  await expect(values.filter({ hasText: secret_key })).toHaveCount(0);

  const api = `${steward.url}/api`;
  const texts = {
    "Local Python": [
      `api {\n  web_server: "${steward.url}"\n  api_server: "${api}"\n  files_server: "${steward.url}/files"\n  credentials {`,
      `    "access_key" = "${access_key}"\n    "secret_key" = "${secret_key}"\n  }\n}\n`,
    ].join("\n"),
    Agent: `api {\n  api_server: "${api}"\n  files_server: "${steward.url}/files"\n  credentials {\n    "access_key" = "${access_key}"\n    "secret_key" = "${secret_key}"\n  }\n}\n${api}\n${steward.url}\n${steward.url}/files\n`,
    "Jupyter notebook": `%env CLEARML_WEB_HOST=${steward.url}\n%env CLEARML_API_HOST=${api}\n%env CLEARML_FILES_HOST=${steward.url}/files\n%env CLEARML_API_ACCESS_KEY=${access_key}\n%env CLEARML_API_SECRET_KEY=${secret_key}\n`,
    Environment: `export CLEARML_WEB_HOST=${steward.url}\nexport CLEARML_API_HOST=${api}\nexport CLEARML_FILES_HOST=${steward.url}/files\nexport CLEARML_API_ACCESS_KEY=${access_key}\nexport CLEARML_API_SECRET_KEY=${secret_key}\n`,
    curl: `# Get the configuration for these credentials\ncurl -u ${access_key}:${secret_key} ${api}/vault\n# Get a token for other calls\ncurl -u ${access_key}:${secret_key} ${api}/auth.login\n`,
  };
  for (const [tab, text] of Object.entries(texts)) {
    await shown.getByRole("tab", { name: tab }).click();
    expect(await copyFrom(page, shown.getByRole("tabpanel"), "Copy"), tab).toBe(text);
    const namesFiles = text.includes(`${steward.url}/files`);
    await expect(shown.getByText("artifacts, datasets and debug samples")).toHaveCount(namesFiles ? 1 : 0);
  }
  const download = page.waitForEvent("download");
  await shown.getByRole("link", { name: "Download clearml.conf" }).click();
  expect((await download).suggestedFilename()).toBe("clearml.conf");

  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await expect(shown).toBeVisible();
  expect((await fetchVault(steward.url, basic({ access_key, secret_key }))).status).toBe(200);
  await shown.getByRole("button", { name: "I have stored the secret key" }).click();
  await expect(shown).toBeHidden();
  const row = table(page).getByRole("row", { name: /Laptop/ });
  await expect(row).toContainText(`${access_key.slice(0, 4)}…${access_key.slice(-4)}`);
  const drawnAgain = await page.request.get("/settings/workspace");
  expect(await drawnAgain.text()).not.toContain(secret_key);
});

test("an end is chosen in days or on a date; a day that has passed is refused at its field", async ({
  signIn,
}) => {
  const { page } = await signIn();
  await page.goto("/settings/workspace");
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  let form = await openForm(page);
  await form.getByLabel("Label").fill("A short visit");
  await form.getByLabel("Expire").selectOption("On a date");
  for (const [date, problem] of [
    ["2020-02-29", "Choose today or a later day."],
    ["", "Choose today or a later day."],
  ] as const) {
    await form.getByLabel("Last day").fill(date);
    await form.getByRole("button", { name: "Create credentials" }).click();
    await expect(form.getByLabel("Last day")).toHaveAccessibleDescription(new RegExp(problem));
    await expect(form.getByLabel("Last day")).toBeFocused();
    await expect(form.getByLabel("Label")).toHaveValue("A short visit");
  }
  await form.getByLabel("Last day").fill(soon);
  await form.getByRole("button", { name: "Create credentials" }).click();
  const shown = page.getByRole("dialog", { name: "Credentials created" });
  const year = soon.slice(0, 4);
  await expect(shown).toContainText(new RegExp(`They expire on \\w+ \\d+, ${year}`));
  await shown.getByRole("button", { name: "I have stored the secret key" }).click();
  await expect(table(page).getByRole("row", { name: /A short visit/ })).toContainText("in 5 days");

  for (const choice of ["In 30 days", "In 60 days", "In 90 days"]) {
    form = await openForm(page);
    await expect(form.getByLabel("Label")).toHaveValue("");
    await form.getByLabel("Label").fill(choice);
    await form.getByLabel("Expire").selectOption(choice);
    await form.getByRole("button", { name: "Create credentials" }).click();
    await page.getByRole("button", { name: "I have stored the secret key" }).click();
    const day = new Date(Date.now() + Number(/\d+/.exec(choice)?.[0]) * 86_400_000);
    const month = day.toLocaleDateString("en-US", { month: "short", timeZone: "UTC" });
    const words = `${day.getUTCDate()} ${month}`;
    await expect(table(page).getByRole("row", { name: choice })).toContainText(words);
  }
});

test("a label is changed, and can be too long", async ({ signIn }) => {
  const { page, account } = await signIn();
  await makeCredentials({ account }, "Old laptop");
  await page.goto("/settings/workspace");
  await page.getByRole("button", { name: "Edit the label of “Old laptop”" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit the label of “Old laptop”" });
  await expect(dialog.getByLabel("Label")).toHaveValue("Old laptop");
  await dialog.getByLabel("Label").fill("x".repeat(101));
  await dialog.getByRole("button", { name: "Save label" }).click();
  await expect(dialog.getByLabel("Label")).toHaveAccessibleDescription(/at most 100 characters/);
  await dialog.getByLabel("Label").fill('New <b>laptop</b> & "more"');
  await dialog.getByRole("button", { name: "Save label" }).click();
  await expect(dialog).toBeHidden();
  await expect(table(page).getByRole("row", { name: 'New <b>laptop</b> & "more"' })).toBeVisible();
});

test("revoking names what it ends, and the next call is refused, with the token too", async ({
  signIn,
  steward,
}) => {
  const { page, account } = await signIn();
  const kept = await makeCredentials({ account }, "Cluster");
  const credentials = await makeCredentials({ account }, "Laptop");
  const token = await drawToken(steward.url, credentials);
  steward.secrets.add(token);
  await page.goto("/settings/workspace");
  await expect(table(page).getByRole("row", { name: /Laptop/ })).toContainText("from laptop:gpu0");
  await page.getByRole("button", { name: "Revoke “Laptop”" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke “Laptop”?" });
  await expect(dialog).toContainText("Tokens issued with these credentials are revoked");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect((await fetchVault(steward.url, bearer(token))).status).toBe(200);

  await page.getByRole("button", { name: "Revoke “Laptop”" }).click();
  await dialog.getByRole("button", { name: "Revoke “Laptop”" }).click();
  await expect(dialog).toBeHidden();
  await expect(table(page).getByRole("row", { name: /Laptop/ })).toBeHidden();
  expect((await fetchVault(steward.url, basic(credentials))).status).toBe(401);
  expect((await fetchVault(steward.url, bearer(token))).status).toBe(401);
  const { meta } = await callWire(steward.url, "users.get_vaults", bearer(token));
  expect([meta.result_code, meta.result_subcode]).toEqual([401, 30]);
  expect((await fetchVault(steward.url, basic(kept))).status).toBe(200);
});

test("credentials that were revoked elsewhere leave the list", async ({ signIn, steward }) => {
  const { page, account } = await signIn();
  const credentials = await makeCredentials({ account }, "Laptop");
  await page.goto("/settings/workspace");
  await page.getByRole("button", { name: "Revoke “Laptop”" }).click();
  const { meta } = await callWire(steward.url, "auth.revoke_credentials", basic(credentials), {
    access_key: credentials.access_key,
  });
  expect(meta.result_code).toBe(200);
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke “Laptop”" }).click();
  await expect(page.getByRole("heading", { name: "No API credentials yet" })).toBeVisible();
});
