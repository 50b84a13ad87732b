import type { ReactNode } from "react";
import { BareLink } from "./link";

export type LinkTabsProps = {
  label: string;
  tabs: readonly { href: string; label: ReactNode; current?: boolean }[];
};

/** Tabs that are pages of their own. */
export function LinkTabs({ label, tabs }: LinkTabsProps) {
  return (
    <nav aria-label={label} className="tabs">
      {tabs.map((tab) => (
        <BareLink
          key={tab.href}
          href={tab.href}
          className="tab"
          aria-current={tab.current ? "page" : undefined}
        >
          {tab.label}
        </BareLink>
      ))}
    </nav>
  );
}
