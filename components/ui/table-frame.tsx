"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef } from "react";

const links = "a[data-row-link]";

/**
 * Around a table. The links of its rows are plain ones, so that hundreds of them cost nothing: what a link to a page of
 * this server does beside, loading the page without a new document and ahead of the click, is done here for all.
 */
export function TableFrame({ className, children }: { className?: string; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const router = useRouter();

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const linkOf = ({ target }: Event) =>
      target instanceof Element ? target.closest<HTMLAnchorElement>(links) : null;

    function follow(event: MouseEvent) {
      const link = linkOf(event);
      if (!link || event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      router.push(link.getAttribute("href") as Route);
    }

    function loadAhead(event: Event) {
      const link = linkOf(event);
      if (link?.dataset.rowLink === "ahead") router.prefetch(link.getAttribute("href") as Route);
    }

    element.addEventListener("click", follow);
    element.addEventListener("pointerover", loadAhead);
    element.addEventListener("focusin", loadAhead);
    return () => {
      element.removeEventListener("click", follow);
      element.removeEventListener("pointerover", loadAhead);
      element.removeEventListener("focusin", loadAhead);
    };
  }, [router]);

  return (
    <div ref={frame} className={className}>
      {children}
    </div>
  );
}
