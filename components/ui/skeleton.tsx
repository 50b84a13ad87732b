import { classNames } from "./class-names";

/** Takes the size of what comes, by its class: `h-8 w-40`. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames("skeleton", className)} />;
}

/** A table's place while it loads: its head, and as many rows as will probably come. */
export function TableSkeleton({ rows = 5, twoLines }: { rows?: number; twoLines?: boolean }) {
  return (
    <div role="status" className="table-frame">
      <span className="sr-only">Loading</span>
      <div className="h-[2.0625rem] bg-sunken" />
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((row) => (
        <div
          key={row}
          className={classNames(
            "grid grid-cols-[2fr_1fr_1fr] items-center gap-6 border-t px-3",
            twoLines ? "h-[3.125rem]" : "h-[2.625rem]",
          )}
        >
          <Skeleton className="w-40 max-w-full" />
          <Skeleton className="w-20 max-w-full" />
          <Skeleton className="w-28 max-w-full" />
        </div>
      ))}
    </div>
  );
}
