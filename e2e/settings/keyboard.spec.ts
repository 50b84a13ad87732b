import { makeAccount } from "@/db/testing/factories/person";
import { expect, test } from "../fixtures";
import { tabTo } from "../keyboard";

test("signs in, creates and revokes credentials without a mouse", async ({ open }) => {
  const account = await makeAccount();
  const page = await open();
  await page.goto("/sign-in");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.type(account.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(account.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Workspace", level: 1 })).toBeVisible();

  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: /^Skip/ });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Create credentials" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("Label")).toBeFocused();
  await page.keyboard.type("Keyboard");
  await page.keyboard.press("Enter");

  const shown = page.getByRole("dialog", { name: "Credentials created" });
  await tabTo(page, shown.getByRole("tab", { name: "Local Python" }));
  await page.keyboard.press("ArrowRight");
  await expect(shown.getByRole("tab", { name: "Agent" })).toHaveAttribute("aria-selected", "true");
  await tabTo(page, shown.getByRole("button", { name: "I have stored the secret key" }));
  await page.keyboard.press("Enter");
  await expect(shown).toBeHidden();
  await expect(page.getByRole("button", { name: "Create credentials" })).toBeFocused();

  await tabTo(page, page.getByRole("button", { name: "Revoke “Keyboard”" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Revoke “Keyboard”" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("button", { name: "Revoke “Keyboard”" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "No API credentials yet" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Create credentials" })).toBeFocused();
});

test("the menu opens, moves and closes by keys, and gives the focus back", async ({ signIn }) => {
  const { page } = await signIn();
  await page.goto("/settings/workspace");
  const trigger = page.getByRole("button", { name: /your menu$/ });
  await tabTo(page, trigger);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Profile" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitemradio", { name: "System" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(trigger).toBeFocused();
});

test("a form can be sent again in the moment that shows why it was refused", async ({ signIn }) => {
  const { page } = await signIn();
  await page.goto("/settings/groups");
  await page.getByRole("button", { name: "Add group" }).click();
  const name = page.getByRole("dialog").getByLabel("Name", { exact: true });
  await name.fill("admins");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.headers()["next-action"]) sent.push(request.url());
  });

  // What the Enter key does, pressed before anything else can happen.
  await name.evaluate((field: HTMLInputElement) => {
    const refusals = new MutationObserver(() => {
      if (field.ariaInvalid !== "true") return;
      refusals.disconnect();
      field.form?.querySelector<HTMLButtonElement>("button[type=submit]")?.click();
    });
    refusals.observe(field, { attributes: true });
  });
  await name.press("Enter");
  await expect.poll(() => sent.length).toBe(2);
});
