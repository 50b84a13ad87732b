"use client";

import { useEffect, useRef, useState } from "react";
import { copyText } from "./copy-text";

export type CopyState = "idle" | "copied" | "failed";

export function useCopy(): {
  state: CopyState;
  copy: (text: string, near?: Element | null) => Promise<void>;
} {
  const [state, setState] = useState<CopyState>("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(text: string, near?: Element | null) {
    setState((await copyText(text, near)) ? "copied" : "failed");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState("idle"), 1800);
  }

  return { state, copy };
}

export const copyWords: Record<CopyState, string> = {
  idle: "",
  copied: "Copied",
  failed: "Can’t copy",
};
