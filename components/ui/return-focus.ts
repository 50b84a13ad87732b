/** What floats over the page and goes away again. */
const floating = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';

/**
 * Where the focus was last on the page itself. A dialog that a menu or another dialog opened goes back there: what
 * opened it has gone by the time it closes.
 */
let lastOnPage: HTMLElement | null = null;

if (typeof document !== "undefined") {
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement && !target.closest(floating)) lastOnPage = target;
  });
}

export function returnFocus(): void {
  if (lastOnPage?.isConnected) lastOnPage.focus();
}
