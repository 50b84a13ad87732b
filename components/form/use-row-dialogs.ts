"use client";

import { useState } from "react";

/**
 * For dialogs that are loaded when they are asked for, such as those that all rows of a table have together: which one
 * is asked for, and what the buttons or the items of a menu get. `load` fetches each kind of dialog ahead of the choice.
 */
export function useRowDialogs<Kind extends string, Row>(load: Record<Kind, () => Promise<unknown>>) {
  // The key draws a dialog afresh each time that it is asked for.
  const [asked, setAsked] = useState<{ of: Kind; row: Row; key: number; open: boolean }>();
  const ask = (of: Kind, row: Row) =>
    setAsked((last) => ({ of, row, key: (last?.key ?? 0) + 1, open: true }));
  const loadAhead = (of: Kind) => void load[of]().catch(() => {});
  return {
    asked,
    onOpenChange: (open: boolean) => setAsked((last) => last && { ...last, open }),
    buttonProps: (of: Kind, row: Row) => ({
      "aria-haspopup": "dialog" as const,
      onPointerEnter: () => loadAhead(of),
      onFocus: () => loadAhead(of),
      onClick: () => ask(of, row),
    }),
    itemProps: (of: Kind, row: Row) => ({ onFocus: () => loadAhead(of), onSelect: () => ask(of, row) }),
  };
}
