"use client";

import { type ReactNode, useRef } from "react";
import { useFocusKept } from "./use-focus-kept";

/** Takes the focus when the focused row was removed from the list inside. */
export function KeepFocus({ rows, children }: { rows: number; children: ReactNode }) {
  const list = useRef<HTMLDivElement>(null);
  useFocusKept(rows, list);
  return (
    <div ref={list} tabIndex={-1}>
      {children}
    </div>
  );
}
