import { type RefObject, useEffect, useRef } from "react";

/** Where the focus goes when the focused row was removed from its list. On `body`, a keyboard user would start over. */
export function useFocusKept(rows: number, fallback: RefObject<HTMLElement | null>): void {
  const before = useRef(rows);

  useEffect(() => {
    const isFewer = rows < before.current;
    before.current = rows;
    if (!isFewer) return;
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) fallback.current?.focus();
    });
    return () => clearTimeout(timer);
  }, [rows, fallback]);
}
