import type { ReactNode } from "react";

export type PageHeadProps = {
  title: ReactNode;
  /** Beside the title: states, an ID. */
  badges?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
};

export function PageHead({ title, badges, description, actions }: PageHeadProps) {
  return (
    <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-3xl [overflow-wrap:anywhere]">
        {badges ? (
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <h1 className="text-title">{title}</h1>
            {badges}
          </div>
        ) : (
          <h1 className="text-title">{title}</h1>
        )}
        {description ? <p className="text-muted">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  );
}
