import type { ReactNode } from "react";

/** Its place is always there, so that screen readers hear what comes into it. Empty, it takes no room. */
export function LiveRegion({
  role,
  className,
  children,
}: {
  role: "status" | "alert";
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div role={role} className={children ? className : "absolute"}>
      {children}
    </div>
  );
}
