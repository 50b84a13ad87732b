import { Button, ButtonLink } from "./button";

export type PaginationProps = {
  from: number;
  to: number;
  total: number;
  previousHref?: string;
  nextHref?: string;
  label?: string;
};

const grouped = new Intl.NumberFormat("en");

export function Pagination({ from, to, total, previousHref, nextHref, label = "Pages" }: PaginationProps) {
  return (
    <nav
      aria-label={label}
      className="flex min-h-7 items-center justify-between gap-3 px-0.5 text-small text-muted"
    >
      <span className="tabular-nums">
        {total === 0 ? "0" : `${grouped.format(from)}–${grouped.format(to)}`} of {grouped.format(total)}
      </span>
      {previousHref || nextHref ? (
        <span className="flex gap-2">
          <Step href={previousHref} rel="prev">
            Previous
          </Step>
          <Step href={nextHref} rel="next">
            Next
          </Step>
        </span>
      ) : null}
    </nav>
  );
}

function Step({ href, rel, children }: { href?: string; rel: "prev" | "next"; children: string }) {
  return href ? (
    <ButtonLink href={href} rel={rel} size="small">
      {children}
    </ButtonLink>
  ) : (
    <Button size="small" disabled>
      {children}
    </Button>
  );
}
