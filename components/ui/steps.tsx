"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useLayoutEffect, useRef, useTransition } from "react";
import { IconButton } from "./button";
import { ChevronLeft, ChevronRight } from "./icons";
import { isTakingKeys } from "./taking-keys";

export type StepsProps = {
  label: string;
  /** What stands between the steps, or before them. */
  children?: ReactNode;
  /** Nothing at an end. */
  back: { label: string; href: string | undefined };
  on: { label: string; href: string | undefined };
  /** The arrow keys step from anywhere on the page, with the shift key or without; else only from the buttons. */
  keys?: "Shift+" | "";
};

/** Two buttons that step through what is in an order, and the arrow keys for them. The address changes, the focus stays. */
export function Steps({ label, children, back, on, keys }: StepsProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const group = useRef<HTMLFieldSetElement>(null);
  const prefix = keys ?? "";

  const go = useCallback(
    (href: string | undefined) => {
      if (href) startTransition(() => router.replace(href as Route, { scroll: false }));
    },
    [router],
  );

  // Before what is new is painted: a key pressed at that moment must step from it, and not from what was there before.
  useLayoutEffect(() => {
    const within = keys === undefined ? group.current : document;
    function press(event: Event) {
      if (!(event instanceof KeyboardEvent) || event.ctrlKey || event.altKey || event.metaKey) return;
      const pressed = `${event.shiftKey ? "Shift+" : ""}${event.key}`;
      const href = { [`${prefix}ArrowLeft`]: back.href, [`${prefix}ArrowRight`]: on.href }[pressed];
      if (href === undefined || isTakingKeys(event.target)) return;
      event.preventDefault();
      go(href);
    }
    within?.addEventListener("keydown", press);
    return () => within?.removeEventListener("keydown", press);
  }, [keys, prefix, back.href, on.href, go]);

  return (
    <fieldset
      ref={group}
      aria-label={label}
      aria-busy={pending || undefined}
      className="flex items-center gap-1"
    >
      {children}
      <IconButton
        label={back.label}
        icon={<ChevronLeft aria-hidden />}
        aria-keyshortcuts={`${prefix}ArrowLeft`}
        aria-disabled={back.href === undefined || undefined}
        onClick={() => go(back.href)}
      />
      <IconButton
        label={on.label}
        icon={<ChevronRight aria-hidden />}
        aria-keyshortcuts={`${prefix}ArrowRight`}
        aria-disabled={on.href === undefined || undefined}
        onClick={() => go(on.href)}
      />
    </fieldset>
  );
}
