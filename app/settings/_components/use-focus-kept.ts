import { type RefObject, useEffect, useRef } from "react";

/** Where the focus goes when the row that held it has left its list; on `body` a keyboard would start over. */
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
