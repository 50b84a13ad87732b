import type { KeyboardEvent } from "react";

/**
 * For what Escape closes, beside Radix’s own: Radix gives the key to what appeared last, and a message may appear
 * after a dialog or a menu.
 */
export function onEscape(close: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isDefaultPrevented() || takesEscape(event.target)) return;
    event.preventDefault();
    close();
  };
}

/** An open list or an editor inside means the key for itself. */
export function takesEscape(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-escape="own"]') !== null;
}
