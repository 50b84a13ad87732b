"use client";

import { autoUpdate, computePosition, flip, offset, size } from "@floating-ui/dom";
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from "react";

export type FloatingProps = { anchor: RefObject<Element | null>; open: boolean; children: ReactNode };

const gap = 4;
const margin = 8;
const tallest = 288;
const placement = "bottom-start";

const middleware = [
  offset(gap),
  flip({ padding: margin }),
  size({
    padding: margin,
    apply({ availableHeight, rects, elements: { floating } }) {
      floating.style.width = `${rects.reference.width}px`;
      floating.style.maxHeight = `${Math.min(tallest, availableHeight)}px`;
    },
  }),
];

/** In the top layer under its anchor (or above it where there is more room), so that no scrolling box cuts it off. */
export function Floating({ anchor, open, children }: FloatingProps) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const [reference, floating] = [anchor.current, box.current];
    if (!open || !reference || !floating) return;
    floating.showPopover();
    const stop = autoUpdate(reference, floating, async () => {
      const { x, y } = await computePosition(reference, floating, {
        strategy: "fixed",
        placement,
        middleware,
      });
      Object.assign(floating.style, { left: `${x}px`, top: `${y}px` });
    });
    return () => {
      stop();
      floating.hidePopover();
    };
  }, [open, anchor]);

  return (
    <div ref={box} popover="manual" className="menu floating">
      {children}
    </div>
  );
}
