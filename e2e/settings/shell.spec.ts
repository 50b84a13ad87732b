import { makeAccount } from "@/db/testing/factories/person";
import { makeWorkspace } from "@/db/testing/factories/workspace";
import { switchSession } from "../accounts";
import { expect, test } from "../fixtures";

const scripts = "**/_next/static/chunks/**";

test("the theme is kept in a cookie, and the server draws it before any script runs", async ({
  signIn,
  open,
}) => {
  const { page, context, session } = await signIn();
  await page.goto("/settings/workspace");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "system");
  await page.getByRole("button", { name: /your menu$/ }).click();
  const saved = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await saved;
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("menuitemradio", { name: "Dark" })).toBeChecked();
  const html = await (await page.request.get("/settings/workspace")).text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);

  const cookie = (await context.cookies()).find(({ name }) => name === "steward.theme");
  expect(cookie).toMatchObject({ value: "dark", httpOnly: true, sameSite: "Lax" });
  const plain = await open({ javaScriptEnabled: false });
  await plain
    .context()
    .addCookies([session.cookie, { ...session.cookie, name: "steward.theme", value: "dark" }]);
  await plain.goto("/settings/workspace");
  await expect(plain.locator("html")).toHaveCSS("background-color", "rgb(14, 17, 20)");
});

test("without a choice the theme is the system’s", async ({ open }) => {
  for (const [colorScheme, canvas] of [
    ["light", "rgb(248, 249, 250)"],
    ["dark", "rgb(14, 17, 20)"],
  ] as const) {
    const page = await open({ colorScheme });
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveCSS("background-color", canvas);
  }
});

test("Ctrl K searches what there is, and Enter goes there", async ({ signIn }) => {
  const { page } = await signIn();
  await page.goto("/settings/profile");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search or jump to" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("vault");
  await expect(palette.getByRole("option")).toHaveText([
    /Configuration vault/,
    /Administrator vaults/,
    /Search .* for “vault”/,
  ]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/settings\/workspace#vault$/);
  await expect(palette).toBeHidden();

  await page.getByRole("button", { name: "Search or jump to" }).click();
  await page.keyboard.type("zzz");
  await expect(palette.getByRole("option")).toHaveText([/Search .* for “zzz”/]);
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await expect(page.getByRole("button", { name: "Search or jump to" })).toBeFocused();
});

test("what is typed before the palette is loaded is what it looks for", async ({ signIn }) => {
  const { page } = await signIn();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.goto("/settings/profile");
  await page.route(scripts, async (route) => {
    await released;
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Search or jump to" });
  await expect(palette.getByLabel("Search or jump to").and(page.locator("input"))).toBeFocused();
  await page.keyboard.type("vau");
  release();
  await expect(palette.getByRole("option").first()).toHaveText("Configuration vault");
  await page.keyboard.type("lt");
  await expect(palette.getByRole("combobox")).toHaveValue("vault");
});

test("pages stay whole where the palette and messages can’t be loaded", async ({
  signIn,
  expectedMessages,
}) => {
  expectedMessages.push(/ERR_FAILED|Failed to load resource/);
  const account = await makeAccount();
  await makeWorkspace(account, "Lab");
  const { page } = await signIn({ account, workspaceId: account.personalId });
  await page.goto("/settings/help");
  await page.route(scripts, (route) => route.abort());
  await page
    .getByRole("complementary")
    .getByRole("button", { name: /Switch workspace/ })
    .click();
  await page.getByRole("menuitemradio", { name: "Lab" }).click();
  await expect(
    page.getByRole("status").filter({ hasText: "“Lab” is now your active workspace." }),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "Connect a client", level: 1 })).toBeVisible();
});

test("on a phone the places are behind a menu that closes by itself", async ({ signIn }) => {
  const { page } = await signIn({ browser: { viewport: { width: 380, height: 700 }, hasTouch: true } });
  await page.goto("/settings/workspace");
  const places = page.getByRole("navigation", { name: "User settings" });
  await expect(places).toBeHidden();
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await expect(places.getByRole("link", { name: "Workspace" })).toHaveAttribute("aria-current", "page");
  await places.getByRole("link", { name: "Profile" }).click();
  await expect(page.getByRole("heading", { name: "Profile", level: 1 })).toBeVisible();
  await expect(places).toBeHidden();
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(places).toBeHidden();
});

test("says the versions and where one is", async ({ signIn }) => {
  const { page } = await signIn();
  await page.goto("/settings/profile");
  await expect(page.getByRole("contentinfo")).toHaveText(/Steward \d+\.\d+\.\d+\s*Server \S+\s*API \d+\.\d+/);
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toHaveText("Settings/Profile");
  await expect(page).toHaveTitle("Profile · Steward");
  await page.getByRole("link", { name: "Connect a client" }).click();
  await expect(page.getByRole("heading", { name: "Connect a client", level: 1 })).toBeVisible();
});

test("an address that leads nowhere says so, signed in or not", async ({
  signIn,
  open,
  expectedMessages,
}) => {
  expectedMessages.push(/status of 404/);
  for (const page of [(await signIn()).page, await open()]) {
    for (const path of ["/nowhere", "/settings/nowhere", "/settings/workspace/nowhere"]) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(404);
      await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    }
    await expect(page.getByRole("link", { name: "Go to your workspace" })).toHaveAttribute(
      "href",
      "/settings/workspace",
    );
  }
});

test("a form of another workspace is refused with both names and keeps what was typed", async ({
  signIn,
}) => {
  const account = await makeAccount();
  const lab = await makeWorkspace(account, "Lab");
  const { page, session } = await signIn({ account, workspaceId: lab });
  await page.goto("/settings/workspace");
  await page.getByRole("button", { name: "Create credentials" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Label").fill("Written for the lab");
  await switchSession(session, account.personalId);
  await dialog.getByRole("button", { name: "Create credentials" }).click();
  await expect(dialog.getByRole("alert")).toContainText("This form belongs to “Lab”");
  await expect(dialog.getByRole("alert")).toContainText("Ada Byron’s workspace");
  await expect(dialog.getByLabel("Label")).toHaveValue("Written for the lab");
  await switchSession(session, lab);
  await dialog.getByRole("button", { name: "Create credentials" }).click();
  await expect(page.getByRole("dialog", { name: "Credentials created" })).toContainText("in Lab");
});
