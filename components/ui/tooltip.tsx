"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";

export type TooltipProps = {
  text: string;
  /** One element that takes the focus, or words that need no more than the mouse. */
  children: ReactNode;
  side?: "top" | "bottom";
  align?: "start" | "center" | "end";
};

/** More words on hover and focus; Escape puts them away. Nothing that one must know to go on. */
export function Tooltip({ text, children, side = "top", align = "center" }: TooltipProps) {
  const id = useId();
  const frame = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    element.querySelector("a, button, input, [tabindex]")?.setAttribute("aria-describedby", id);

    const dismiss = (event: KeyboardEvent) => {
      if (event.key === "Escape") element.dataset.dismissed = "";
    };
    const reset = () => {
      delete element.dataset.dismissed;
    };
    document.addEventListener("keydown", dismiss);
    element.addEventListener("pointerleave", reset);
    element.addEventListener("focusout", reset);
    return () => {
      document.removeEventListener("keydown", dismiss);
      element.removeEventListener("pointerleave", reset);
      element.removeEventListener("focusout", reset);
    };
  }, [id]);

  return (
    <span ref={frame} className="tooltip" data-side={side} data-align={align}>
      {children}
      <span id={id} role="tooltip" className="tooltip-bubble">
        {text}
      </span>
    </span>
  );
}
