import type { CSSProperties, ReactNode } from "react";

/** A figure, after a bar that shows how much it is of the largest in its column. */
export function Share({ of, most, children }: { of: number; most: number; children: ReactNode }) {
  const fill: CSSProperties & Record<"--fill", string> = {
    "--fill": `${most > 0 ? ((of / most) * 100).toFixed(2) : 0}%`,
  };
  return (
    <span className="flex items-center gap-3 sm:justify-end">
      <span aria-hidden className="meter order-last w-14 sm:order-none" style={fill} />
      {children}
    </span>
  );
}
