"use client";

import { type ReactNode, useId, useState } from "react";
import { Card } from "./card";
import { ChevronDown } from "./icons";

export type PanelProps = {
  title: ReactNode;
  /** Before the title: an avatar, an icon. */
  leading?: ReactNode;
  /** After the title: badges, an ID. */
  aside?: ReactNode;
  actions?: ReactNode;
  defaultOpen?: boolean;
  children: ReactNode;
};

/** A card that folds: its head stays, with what can be done to the thing as a whole. */
export function Panel({ title, leading, aside, actions, defaultOpen = true, children }: PanelProps) {
  const id = useId();
  const [open, setOpen] = useState(defaultOpen);
  return (
    <Card>
      <div>
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2.5">
          <h2 className="min-w-0 text-body font-semibold">
            <button
              type="button"
              aria-expanded={open}
              aria-controls={id}
              className="flex min-h-8 max-w-full items-center gap-2.5 rounded-control text-start"
              onClick={() => setOpen(!open)}
            >
              <ChevronDown aria-hidden className={open ? "text-muted" : "-rotate-90 text-muted"} />
              {leading}
              {title}
            </button>
          </h2>
          {aside}
          {actions ? <div className="ml-auto flex flex-wrap">{actions}</div> : null}
        </div>
        <div id={id} hidden={!open} className="divide-y divide-border border-t border-border">
          {children}
        </div>
      </div>
    </Card>
  );
}
