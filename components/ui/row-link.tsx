import { cx } from "class-variance-authority";
import type { ReactNode } from "react";
import { type BadgeProps, badgeLook } from "./badge";
import { buttonLook } from "./button";

export type RowLinkProps = {
  /** Of a page of this server. */
  href: string;
  /** False where a table leads to many large pages. */
  prefetch?: boolean;
  className?: string;
  children: ReactNode;
};

/** A link in a row of a table, which follows it; outside one it is a plain anchor. */
export function BareRowLink({ href, prefetch, ...rest }: RowLinkProps) {
  return <a {...rest} href={href} data-row-link={prefetch === false ? "" : "ahead"} />;
}

export function RowLink({ className, ...rest }: RowLinkProps) {
  return <BareRowLink {...rest} className={cx("link", className)} />;
}

export type RowBadgeLinkProps = Omit<BadgeProps, "title" | "className"> & { href: string };

/** A badge that leads somewhere. Its page is loaded when it is clicked. */
export function RowBadgeLink({ href, tone, icon, children }: RowBadgeLinkProps) {
  return (
    <a href={href} className={badgeLook(tone, "badge-link")} data-row-link="">
      {icon}
      {children}
    </a>
  );
}

const iconLook = buttonLook({ variant: "ghost", size: "small", shape: "icon" });

export type RowIconLinkProps = { href: string; label: string; icon: ReactNode };

/** For the actions of a row. Its page is loaded when it is clicked. */
export function RowIconLink({ href, label, icon }: RowIconLinkProps) {
  return (
    <a href={href} title={label} aria-label={label} className={iconLook} data-row-link="">
      {icon}
    </a>
  );
}
