import { classNames } from "./class-names";

/** Takes the size of what comes, by its class: `h-8 w-40`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames("skeleton", className)} />;
}
