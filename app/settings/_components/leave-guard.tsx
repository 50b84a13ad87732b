"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { ConfirmDialog } from "@/components/form/confirm-dialog";

type Way = { href: string } | { entry: string };

/**
 * Asks before what is unsaved is left: by a link, by the browser's buttons, and, in the browser's own words, when the
 * tab is closed.
 */
export function LeaveGuard({ active, what }: { active: boolean; what: string }) {
  const router = useRouter();
  const [way, setWay] = useState<Way | null>(null);
  const mayLeave = useRef(false);

  useEffect(() => {
    if (!active) return;
    const stopClosing = (event: BeforeUnloadEvent) => event.preventDefault();
    const stopLink = (event: MouseEvent) => {
      const href = hrefOf(event);
      if (href === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      setWay({ href });
    };
    const stopTraversal = (event: NavigateEvent) => {
      if (mayLeave.current || event.navigationType !== "traverse" || !event.cancelable) return;
      event.preventDefault();
      setWay({ entry: event.destination.key });
    };
    window.addEventListener("beforeunload", stopClosing);
    document.addEventListener("click", stopLink, true);
    window.navigation?.addEventListener("navigate", stopTraversal);
    return () => {
      window.removeEventListener("beforeunload", stopClosing);
      document.removeEventListener("click", stopLink, true);
      window.navigation?.removeEventListener("navigate", stopTraversal);
    };
  }, [active]);

  function leave() {
    if (!way) return;
    setWay(null);
    mayLeave.current = true;
    if ("href" in way) router.push(way.href as Route);
    else window.navigation.traverseTo(way.entry);
  }

  return (
    <ConfirmDialog
      open={way !== null}
      onOpenChange={(open) => {
        if (!open) setWay(null);
      }}
      title="Leave without saving?"
      description={`${what} has changes that are not saved.`}
      confirmLabel="Leave without saving"
      cancelLabel="Stay"
      onConfirm={leave}
    />
  );
}

/** Where a click would lead within the application; undefined where the page stays. */
function hrefOf(event: MouseEvent): string | undefined {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return undefined;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target === "_blank" || link.hasAttribute("download")) return undefined;
  const target = new URL(link.href, window.location.href);
  const { origin, pathname, search } = window.location;
  if (target.origin !== origin || (target.pathname === pathname && target.search === search))
    return undefined;
  return `${target.pathname}${target.search}${target.hash}`;
}
