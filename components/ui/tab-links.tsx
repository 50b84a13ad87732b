import { cx } from "class-variance-authority";
import type { ReactNode } from "react";
import { BareLink } from "./link";

export type TabLinksProps = {
  label: string;
  tabs: readonly { href: string; label: ReactNode; count?: number; current?: boolean }[];
  className?: string;
};

const grouped = new Intl.NumberFormat("en");

/** Pages beside one another, each with an address of its own. */
export function TabLinks({ label, tabs, className }: TabLinksProps) {
  return (
    <nav aria-label={label} className={cx("tabs", className)}>
      {tabs.map((tab) => (
        <BareLink
          key={tab.href}
          href={tab.href}
          scroll={false}
          className="tab"
          aria-current={tab.current ? "page" : undefined}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <>
              {" "}
              <span className="ml-0.5 font-normal tabular-nums">{grouped.format(tab.count)}</span>
            </>
          )}
        </BareLink>
      ))}
    </nav>
  );
}
