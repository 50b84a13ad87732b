import { Fragment } from "react";
import { BareLink } from "@/components/ui/link";

export type PathStep = { id: string; basename: string };

/** The way from all projects down to what the page is about, which its heading names. */
export function ProjectPath({ steps }: { steps: readonly PathStep[] }) {
  return (
    <nav aria-label="Breadcrumb" className="mb-1 text-control text-muted">
      <ol className="flex flex-wrap items-center gap-x-2">
        <li>
          <BareLink href="/projects" className="rounded-text hover:text-text hover:underline">
            All projects
          </BareLink>
        </li>
        {steps.map(({ id, basename }) => (
          <Fragment key={id}>
            <Slash />
            <li className="min-w-0 [overflow-wrap:anywhere]">
              <BareLink href={`/projects/${id}`} className="rounded-text hover:text-text hover:underline">
                {basename}
              </BareLink>
            </li>
          </Fragment>
        ))}
        <Slash />
      </ol>
    </nav>
  );
}

function Slash() {
  return (
    <li aria-hidden className="text-faint">
      /
    </li>
  );
}

/** The innermost of the projects, as pickers show one. */
export function placeOfPath(steps: readonly PathStep[]) {
  const last = steps.at(-1);
  if (!last) return null;
  const path = steps.slice(0, -1).map(({ basename }) => basename);
  return { id: last.id, name: last.basename, path: path.join("/") };
}
