import { cx } from "class-variance-authority";

/** Takes the size of what comes, by its class: `h-8 w-40`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("skeleton", className)} />;
}
