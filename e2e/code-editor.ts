import { expect, type Locator, type Page } from "@playwright/test";

/** Puts a text in the place of what an editor holds, as pasting over everything does. */
export async function replaceText(editor: Locator, text: string): Promise<void> {
  await editor.focus();
  await editor.press("ControlOrMeta+a");
  await editor.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

/** The text of an editor as copying all of it gives it: of a large one only the lines in sight are in the page. */
export async function readText(editor: Locator): Promise<string> {
  await editor.focus();
  await editor.press("ControlOrMeta+a");
  return editor.evaluate((element) => {
    const clipboardData = new DataTransfer();
    element.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
    return clipboardData.getData("text/plain");
  });
}

/** Waits until the lines in sight are these; for a text that fits into the editor. */
export async function expectText(editor: Locator, text: string | RegExp): Promise<void> {
  const shown = () =>
    editor.evaluate((element) =>
      [...element.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n"),
    );
  const pattern = typeof text === "string" ? undefined : text;
  if (pattern) await expect.poll(shown).toMatch(pattern);
  else await expect.poll(shown).toBe(text);
}

export const vaultEditor = (page: Page) =>
  page.getByRole("textbox", { name: /^Text of the configuration vault/ });
