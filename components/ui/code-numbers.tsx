import { type RefObject, useEffect, useState } from "react";

/** The height of a line as the style sheet has it. */
function lineHeightOf(field: HTMLTextAreaElement): number {
  return Number.parseFloat(getComputedStyle(field).lineHeight) || 20;
}

/** Scrolls a line of a large text into the middle. */
export function showLine(field: HTMLTextAreaElement, line: number): void {
  field.scrollTop = Math.max(0, (line - 0.5) * lineHeightOf(field) - field.clientHeight / 2);
}

type Window = { first: number; count: number; shift: number };

/** Line numbers beside a field that scrolls by itself: those in sight, so that any number of lines costs the same. */
export function CodeNumbers({
  field,
  lineCount,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  lineCount: number;
}) {
  const [{ first, count, shift }, setWindow] = useState<Window>({ first: 1, count: 0, shift: 0 });

  useEffect(() => {
    const scrolled = field.current;
    if (!scrolled) return;
    const look = () => {
      const height = lineHeightOf(scrolled);
      const above = Math.floor(scrolled.scrollTop / height);
      setWindow({
        first: above + 1,
        count: Math.ceil(scrolled.clientHeight / height) + 1,
        shift: above * height - scrolled.scrollTop,
      });
    };
    look();
    scrolled.addEventListener("scroll", look);
    return () => scrolled.removeEventListener("scroll", look);
  }, [field]);

  const last = Math.min(lineCount, first + count - 1);
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return (
    <pre aria-hidden className="code-numbers">
      <div style={{ transform: `translateY(${shift}px)` }}>{numbers.join("\n")}</div>
    </pre>
  );
}
