"use client";

import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";

export type FloatingProps = { anchor: RefObject<Element | null>; open: boolean; children: ReactNode };

const gap = 4;
const margin = 8;
const tallest = 288;

/** In the top layer under its anchor (or above it where there is more room), so that no scrolling box cuts it off. */
export function Floating({ anchor, open, children }: FloatingProps) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!open || !element) return;

    function place() {
      const around = anchor.current?.getBoundingClientRect();
      if (!element || !around) return;
      const below = window.innerHeight - around.bottom - gap - margin;
      const above = around.top - gap - margin;
      const up = below < Math.min(tallest, element.scrollHeight) && above > below;
      element.style.left = `${around.left}px`;
      element.style.width = `${around.width}px`;
      element.style.maxHeight = `${Math.min(tallest, up ? above : below)}px`;
      element.style.top = up ? "auto" : `${around.bottom + gap}px`;
      element.style.bottom = up ? `${window.innerHeight - around.top + gap}px` : "auto";
    }

    element.showPopover();
    place();
    const resized = new ResizeObserver(place);
    resized.observe(element);
    if (anchor.current) resized.observe(anchor.current);
    window.addEventListener("resize", place);
    window.addEventListener("scroll", place, { capture: true, passive: true });
    return () => {
      resized.disconnect();
      window.removeEventListener("resize", place);
      window.removeEventListener("scroll", place, { capture: true });
      element.hidePopover();
    };
  }, [open, anchor]);

  return (
    <div ref={box} popover="manual" className="menu floating">
      {children}
    </div>
  );
}
