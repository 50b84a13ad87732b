import type { Locator, Page } from "@playwright/test";
import { makeClosedLab } from "../access-rule-screens";
import { expect, test } from "../fixtures";
import { pressOn, tabTo } from "../keyboard";

/** Focused, and with a ring around it or around the field that it is in. */
async function expectFocus(target: Locator): Promise<void> {
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport();
  const rings = await target.evaluate((element) =>
    [element, element.parentElement].flatMap((each) => (each ? [getComputedStyle(each).outlineStyle] : [])),
  );
  expect(rings).toContain("solid");
}

/** Types into a picker, and takes what it found. */
async function pick(page: Page, picker: Locator, typed: string, option: RegExp): Promise<void> {
  await tabTo(page, picker);
  await expectFocus(picker);
  await page.keyboard.type(typed);
  await expect(page.getByRole("option", { name: option }).first()).toBeVisible();
  await page.keyboard.press("Enter");
}

/** Until they are released, actions get no answer. */
async function holdActions(page: Page): Promise<() => Promise<void>> {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  const isAction = (url: URL) => url.pathname.startsWith("/settings");
  await page.route(isAction, async (route) => {
    if (route.request().method() === "POST") await promise;
    await route.continue();
  });
  return async () => {
    resolve();
    await page.unroute(isAction);
  };
}

const ruleRow = (page: Page) =>
  page.getByRole("table", { name: "Access rules" }).getByRole("row", { name: /vision/ });

/** A screen reader says what stands in a live region. */
async function expectSaid(page: Page, said: string): Promise<void> {
  const live = page.locator("[aria-live], [role=status], [role=alert]").filter({ hasText: said });
  await expect(live.first()).toBeAttached();
}

test("rules, guards and questions are used with the keyboard alone", async ({ signIn }) => {
  const { place } = await makeClosedLab();
  const { page } = await signIn(place);
  await page.goto("/settings/workspace");
  await pressOn(page, page.getByRole("link", { name: "Access rules", exact: true }));
  await expect(page.getByRole("heading", { name: "No access rules" })).toBeVisible();

  await test.step("add a rule", async () => {
    const button = page.getByRole("button", { name: "Add rule" });
    await tabTo(page, button);
    await expectFocus(button);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Add an access rule" });
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expectFocus(button);
    await page.keyboard.press("Enter");
    await pick(page, dialog.getByRole("combobox", { name: "Resource" }), "vision", /^vision/);
    const grantees = dialog.getByRole("combobox", { name: "Users and groups" });
    const chosen = dialog.getByRole("button", { name: /^Remove (?!vision)/ });
    await tabTo(page, grantees);
    await page.keyboard.press("ArrowDown");
    await expect(page.getByRole("option", { name: /Admins/ })).toBeVisible();
    const release = await holdActions(page);
    await page.keyboard.type("contractors");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("option", { name: /Admins/ })).toBeVisible();
    await expect(chosen, "what stood there before is not what was searched for").toHaveCount(0);
    await expect(dialog).toBeVisible();
    await release();
    await expect(page.getByRole("option", { name: /Admins/ })).toHaveCount(0);
    await expect(page.getByRole("option", { name: /Contractors/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(chosen).toHaveAccessibleName("Remove Contractors");
    await expectSaid(page, "1 gains");
    await pressOn(page, dialog.getByRole("button", { name: "Add rule" }));
    await expect(ruleRow(page)).toContainText("Contractors");
    await expectSaid(page, "Rule on “vision” added.");
    await expectFocus(button);
  });

  await test.step("edit it", async () => {
    const button = page.getByRole("button", { name: "Actions for the rule on “vision”" });
    await pressInMenu(page, button, "Edit");
    const dialog = page.getByRole("dialog", { name: "Edit the rule on “vision”" });
    const readOnly = dialog.getByRole("radio", { name: "Read only" });
    await tabTo(page, readOnly);
    await page.keyboard.press("ArrowRight");
    await expect(dialog.getByRole("radio", { name: "Read & modify" })).toBeChecked();
    await expectSaid(page, "1 gains");
    await pressOn(page, dialog.getByRole("button", { name: "Save rule" }));
    await expect(ruleRow(page)).toContainText("Read & modify");
    await expectSaid(page, "Rule on “vision” saved.");
    await expectFocus(button);
  });

  await test.step("explain it", async () => {
    await pressOn(page, ruleRow(page).getByRole("link", { name: "Contractors" }));
    const answer = page.getByRole("heading", { name: /^Each member of Contractors can modify/ });
    await expect(answer).toBeVisible();
    await pick(
      page,
      page.getByRole("combobox", { name: "User, service account or group" }),
      "mira mem",
      /Mira Member/,
    );
    await expect(page.getByRole("heading", { name: /^Mira Member can modify/ })).toBeVisible();
    await pressOn(page, page.getByRole("navigation", { name: "Action" }).getByRole("link", { name: "Read" }));
    await expect(page.getByRole("heading", { name: /^Mira Member can read/ })).toBeVisible();
  });

  await test.step("add a guard, and meet it", async () => {
    const tabs = page.getByRole("navigation", { name: "Access pages" });
    await pressOn(page, tabs.getByRole("link", { name: "Guards" }));
    await pressOn(page, page.getByRole("button", { name: "Add guard" }));
    const adding = page.getByRole("dialog", { name: "Add a guard" });
    await expect(adding.getByLabel("Name", { exact: true })).toBeFocused();
    await page.keyboard.type("Mira trains");
    await pick(page, adding.getByRole("combobox", { name: "User or group" }), "mira mem", /Mira Member/);
    const statement = adding.getByRole("combobox", { name: "Statement" });
    await tabTo(page, statement);
    await page.keyboard.type("can m");
    await expect(statement).toHaveValue("can_modify");
    await pick(page, adding.getByRole("combobox", { name: "Resource" }), "vision", /^vision/);
    await pressOn(page, adding.getByRole("button", { name: "Add guard" }));
    await expect(page.getByRole("table", { name: "Guards" })).toContainText("Kept");
    await expectSaid(page, "Guard “Mira trains” added.");
    await expectFocus(page.getByRole("button", { name: "Add guard" }));
    await pressOn(page, tabs.getByRole("link", { name: "Rules" }));
    await pressInMenu(page, page.getByRole("button", { name: "Actions for the rule on “vision”" }), "Delete");
    const deletion = page.getByRole("alertdialog");
    await expectSaid(page, "1 loses");
    await expectSaid(page, "Breaks the guard “Mira trains”");
    await expect(deletion.getByRole("button", { name: "Delete rule" })).toBeDisabled();
    await tabTo(page, deletion.getByRole("button", { name: "Save anyway" }));
    await page.keyboard.press("Escape");
    await expect(deletion).toBeHidden();
    await expectFocus(page.getByRole("button", { name: "Actions for the rule on “vision”" }));
    await pressOn(page, tabs.getByRole("link", { name: "Guards" }));
    await pressOn(page, page.getByRole("button", { name: "Delete “Mira trains”" }));
    await pressOn(page, page.getByRole("alertdialog").getByRole("button", { name: "Delete “Mira trains”" }));
    await expect(page.getByRole("heading", { name: "No guards" })).toBeVisible();
    await expectSaid(page, "Guard “Mira trains” deleted.");
  });

  await test.step("delete the rule", async () => {
    const tabs = page.getByRole("navigation", { name: "Access pages" });
    await pressOn(page, tabs.getByRole("link", { name: "Rules" }));
    await pressInMenu(page, page.getByRole("button", { name: "Actions for the rule on “vision”" }), "Delete");
    await pressOn(page, page.getByRole("alertdialog").getByRole("button", { name: "Delete rule" }));
    await expect(page.getByRole("heading", { name: "No access rules" })).toBeVisible();
    await expectSaid(page, "Rule on “vision” deleted.");
    // The row is gone: what comes next is beside it.
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
  });
});

async function pressInMenu(page: Page, button: Locator, name: string): Promise<void> {
  await pressOn(page, button);
  const item = page.getByRole("menuitem", { name, exact: true });
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  for (let pressed = 0; pressed < 3 && !(await item.evaluate(isFocused)); pressed++) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(item).toBeFocused();
  await page.keyboard.press("Enter");
}

function isFocused(element: Element): boolean {
  return element === document.activeElement;
}
