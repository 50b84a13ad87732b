import { cx } from "class-variance-authority";
import type { Route } from "next";
import NextLink from "next/link";
import type { ComponentPropsWithRef } from "react";

export type LinkProps = Omit<ComponentPropsWithRef<"a">, "href"> & {
  href: string;
  prefetch?: boolean;
  replace?: boolean;
  scroll?: boolean;
};

const elsewhere = /^(?:[a-z][a-z+.-]*:|\/\/)/i;

/** A link without a look of its own; addresses outside this server, and those for a new tab, get a plain anchor. */
export function BareLink({ href, prefetch, replace, scroll, ...rest }: LinkProps) {
  return elsewhere.test(href) || rest.target === "_blank" ? (
    <a href={href} rel="noreferrer" {...rest} />
  ) : (
    <NextLink href={href as Route} prefetch={prefetch} replace={replace} scroll={scroll} {...rest} />
  );
}

export function Link({ className, ...rest }: LinkProps) {
  return <BareLink className={cx("link", className)} {...rest} />;
}
