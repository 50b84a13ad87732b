import { cx } from "class-variance-authority";
import { type ReactNode, useId } from "react";

export type SectionProps = {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  /** Stands before the title: a switch, an icon. */
  leading?: ReactNode;
  /** Stands after the title: a badge. */
  beside?: ReactNode;
  level?: 2 | 3;
  id?: string;
  className?: string;
};

export function Section({
  title,
  description,
  actions,
  children,
  leading,
  beside,
  level = 2,
  id,
  className,
}: SectionProps) {
  const titleId = useId();
  const Heading = `h${level}` as const;
  return (
    <section id={id} aria-labelledby={titleId} className={cx("scroll-mt-16 p-4", className)}>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2.5">
        <div className="flex min-w-0 items-start gap-3">
          {leading}
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-2">
              <Heading id={titleId} className="text-section">
                {title}
              </Heading>
              {beside}
            </div>
            {description ? <p className="max-w-4xl text-control text-muted">{description}</p> : null}
          </div>
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {children ? <div className="mt-3">{children}</div> : null}
    </section>
  );
}
