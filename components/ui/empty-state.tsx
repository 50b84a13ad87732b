import type { ReactNode } from "react";

export type EmptyStateProps = {
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  /** The one thing to do: create the first, or clear the filter. */
  action?: ReactNode;
  /** How it works, as a Link. */
  link?: ReactNode;
  level?: 2 | 3;
};

export function EmptyState({ icon, title, children, action, link, level = 2 }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="flex flex-col items-center px-4 py-14 text-center">
      <span
        aria-hidden
        className="grid size-10 place-items-center rounded-card bg-accent-wash text-accent-text"
      >
        {icon}
      </span>
      <Heading className="mt-3.5 text-section">{title}</Heading>
      {children ? <p className="mt-1 max-w-form text-muted text-pretty">{children}</p> : null}
      {action ? <div className="mt-4.5">{action}</div> : null}
      {link ? <div className="mt-3.5 text-control">{link}</div> : null}
    </div>
  );
}
