import type { Page } from "@playwright/test";
import { writeVault } from "@/db/testing/factories/vault";
import { makeCredentials } from "../accounts";
import { expectText, replaceText, vaultEditor } from "../code-editor";
import { expect, type SignedIn, test } from "../fixtures";
import { basic, fetchVault } from "../wire-client";

const savedText = (page: Page) => page.getByRole("textbox", { name: "The text that was saved" });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Two browsers of one person edit the same revision. */
async function openTwice(
  signIn: (wanted?: Pick<Partial<SignedIn>, "account">) => Promise<SignedIn>,
  text: string,
) {
  const first = await signIn();
  const second = await signIn({ account: first.account });
  await writeVault(first, text);
  for (const { page } of [first, second]) {
    await page.goto("/settings/workspace");
    await button(page, "Edit").click();
    await expectText(vaultEditor(page), text);
  }
  return { first, second, caller: basic(await makeCredentials(first, "Laptop")) };
}

/** Two browsers of one person have the same revision open; the first one saves. */
async function editTwice(signIn: (wanted?: Pick<Partial<SignedIn>, "account">) => Promise<SignedIn>) {
  const first = await signIn();
  const second = await signIn({ account: first.account });
  await writeVault(first, "start = 0\n");
  for (const [{ page }, text] of [
    [first, "first_text = 1\n"],
    [second, "second_text = 2\n"],
  ] as const) {
    await page.goto("/settings/workspace");
    await button(page, "Edit").click();
    await replaceText(vaultEditor(page), text);
  }
  await button(first.page, "OK").click();
  await expect(first.page.getByText("Revision 2, by you")).toBeVisible();
  await button(second.page, "OK").click();
  const conflict = second.page.getByRole("alert").filter({ hasText: "Another text was saved" });
  await expect(conflict).toContainText("Revision 2 was saved by you elsewhere");
  await expectText(savedText(second.page), "first_text = 1\n");
  await expectText(vaultEditor(second.page), "second_text = 2\n");
  const caller = basic(await makeCredentials(first, "Laptop"));
  return { ...second, caller };
}

test("the second of two editors sees both texts and may save theirs over it", async ({ signIn, steward }) => {
  const { page, caller } = await editTwice(signIn);
  expect((await fetchVault(steward.url, caller)).text).toContain("first_text");
  await button(page, "Replace with my version").click();
  await expect(page.getByText("Revision 3, by you")).toBeVisible();
  expect((await fetchVault(steward.url, caller)).text).toContain("second_text");
});

test("or may leave what was saved", async ({ signIn, steward }) => {
  const { page, caller } = await editTwice(signIn);
  await button(page, "Discard my version").click();
  await expect(page.getByText("Revision 2, by you")).toBeVisible();
  await expect(page.getByRole("region", { name: "Text of the configuration vault" })).toContainText(
    "first_text",
  );
  expect((await fetchVault(steward.url, caller)).text).toContain("first_text");
});

test("is told again when a third text came in between", async ({ signIn, steward }) => {
  const { page, account, caller } = await editTwice(signIn);
  await writeVault({ account }, "third_text = 3\n");
  await button(page, "Replace with my version").click();
  await expectText(savedText(page), "third_text = 3\n");
  await expectText(vaultEditor(page), "second_text = 2\n");
  expect((await fetchVault(steward.url, caller)).text).toContain("third_text");
});

test("changes in different lines are merged, and nothing of either is lost", async ({ signIn, steward }) => {
  const { first, second, caller } = await openTwice(signIn, "a = 1\nb = 1\nc = 1\n");
  await replaceText(vaultEditor(first.page), "a = 2\nb = 1\nc = 1\n");
  await button(first.page, "OK").click();
  await expect(first.page.getByText("Revision 2, by you")).toBeVisible();
  await replaceText(vaultEditor(second.page), "a = 1\nb = 1\nc = 3\nd = 4\n");
  await button(second.page, "OK").click();
  await button(second.page, "Merge both texts").click();
  await expectText(vaultEditor(second.page), "a = 2\nb = 1\nc = 3\nd = 4\n");
  await button(second.page, "OK").click();
  await expect(second.page.getByText("Revision 3, by you")).toBeVisible();
  const received = (await fetchVault(steward.url, caller)).text;
  for (const line of ['"a": 2', '"c": 3', '"d": 4']) expect(received).toContain(line);
});

test("what both changed in one line is chosen", async ({ signIn }) => {
  const { first, second } = await openTwice(signIn, "a = 1\nb = 1\nc = 1\n");
  await replaceText(vaultEditor(first.page), "a = 1\nb = saved\nc = saved\n");
  await button(first.page, "OK").click();
  await expect(first.page.getByText("Revision 2, by you")).toBeVisible();
  await replaceText(vaultEditor(second.page), "a = mine\nb = mine\nc = 1\n");
  await button(second.page, "OK").click();
  const choice = second.page.getByRole("group", { name: "Keep for change 1" });
  await choice.getByText("Saved", { exact: true }).click();
  await button(second.page, "Merge with these choices").click();
  await expectText(vaultEditor(second.page), "a = 1\nb = saved\nc = saved\n");
});
