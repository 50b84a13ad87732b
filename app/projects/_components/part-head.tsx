import type { ReactNode } from "react";

/** The head of one part of a task, a model or a queue. */
export function PartHead({
  id,
  title,
  detail,
  aside,
}: {
  id: string;
  title: string;
  detail?: ReactNode;
  aside?: ReactNode;
}) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2">
      <h2 id={id} className="text-section">
        {title}
      </h2>
      {detail ? <span className="text-small text-muted">{detail}</span> : null}
      {aside ? <div className="ml-auto">{aside}</div> : null}
    </div>
  );
}
