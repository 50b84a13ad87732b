"use client";

import { useAnywayNeeded } from "@/components/form/anyway";
import { Button } from "@/components/ui/button";
import { ArrowLeft } from "@/components/ui/icons";
import { LiveRegion } from "@/components/ui/live-region";
import { Meter } from "@/components/ui/meter";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import type { PlannedChange } from "@/lib/core/access/previews/request";
import { countTexts } from "@/lib/core/access/previews/sentences";
import type { Refusal } from "@/lib/core/outcome";
import type { Page } from "@/lib/core/page";
import type { BrokenGuard, AccessPreview as Preview, PreviewEntry } from "@/lib/operations/access/previews";
import { PreviewTable } from "./preview-table";
import { useAccessPreview } from "./use-access-preview";

const working = "Working out who gains or loses access";

export type MissingPrincipal = NonNullable<BrokenGuard["missing"]>;

/** Who gains and who loses access by a change that isn't made yet, beside the form that makes it. */
export function AccessPreview({
  workspaceId,
  change,
  label = "If you save",
  refusal = null,
  isBeingMade,
  onAdd,
}: {
  workspaceId: string;
  change: PlannedChange | null;
  label?: string;
  /** Of the change itself: a guard that it names needs no second notice. */
  refusal?: Refusal | null;
  isBeingMade: boolean;
  /** Adds to the change whom a guard misses in it. */
  onAdd?: (missing: MissingPrincipal) => void;
}) {
  const { preview, pending, share, problem, opened, open, turnTo, stop, stopped, again } = useAccessPreview(
    workspaceId,
    change,
    isBeingMade,
  );
  const showsGuards = preview !== null && !pending && !stopped && refusal?.code !== "guarded";
  useAnywayNeeded(showsGuards && preview.guards.length > 0);
  if (!change) return null;
  return (
    <section aria-label={label} aria-busy={pending} className="flex flex-col gap-2">
      <div role="status" className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-control">
        <strong className="font-semibold">{label}</strong>
        {stopped ? (
          <span className="text-muted">Not worked out.</span>
        ) : preview && !problem ? (
          <Counts preview={preview} pending={pending} />
        ) : (
          <span className="text-muted">{problem ?? working}</span>
        )}
      </div>
      {stopped ? (
        <Button size="small" className="self-start" onClick={again}>
          Work it out
        </Button>
      ) : null}
      {share === null ? null : (
        <div className="flex items-center gap-3">
          <Meter
            className="flex-1"
            label={working}
            tone="accent"
            value={share}
            max={1}
            valueText={`${Math.round(share * 100)} %`}
          />
          <Button size="small" onClick={stop}>
            Stop
          </Button>
        </div>
      )}
      {preview && !problem && !stopped && preview.page.total > 0 ? (
        <div className={pending ? "opacity-60" : undefined}>
          {opened ? (
            <Button
              size="small"
              className="mb-2"
              icon={<ArrowLeft aria-hidden />}
              onClick={() => open(null)}
              aria-label="Back to all groups and users"
            >
              {opened.who.name}
            </Button>
          ) : null}
          <PreviewTable
            label={label}
            entries={preview.page.rows}
            showsObjects={preview.objects === null}
            onOpen={open}
          />
          <Turning page={preview.page} onTurn={turnTo} />
        </div>
      ) : null}
      <LiveRegion role="status" className="flex flex-col gap-2">
        {showsGuards && preview.guards.length > 0
          ? preview.guards.map((guard) => <Broken key={guard.name} guard={guard} onAdd={onAdd} />)
          : null}
      </LiveRegion>
      {pending && !preview ? <Skeleton className="h-16" /> : null}
    </section>
  );
}

function Counts({ preview: { counts, objects }, pending }: { preview: Preview; pending: boolean }) {
  if (pending) return <span className="text-muted">{working}</span>;
  const { gain, lose, stay } = countTexts(counts);
  return (
    <>
      {gain ? <span className="text-ok">{gain}</span> : null}
      {lose ? <span className="text-danger">{lose}</span> : null}
      {gain || lose ? (
        <span className="text-muted">{stay}</span>
      ) : (
        <span className="text-muted">Nobody gains or loses access.</span>
      )}
      {objects ? <span className="text-muted sm:ms-auto">{objects}</span> : null}
    </>
  );
}

function Broken({
  guard: { name, text, createdAt, missing },
  onAdd,
}: {
  guard: BrokenGuard;
  onAdd: ((missing: MissingPrincipal) => void) | undefined;
}) {
  return (
    <Notice
      tone="danger"
      title={`Breaks the guard “${name}”.`}
      actions={
        onAdd && missing ? (
          <Button size="small" onClick={() => onAdd(missing)}>
            Add {missing.name}
          </Button>
        ) : undefined
      }
    >
      {text}. Kept since <RelativeTime form="day" at={createdAt} now={createdAt} />.
    </Notice>
  );
}

function Turning({ page, onTurn }: { page: Page<PreviewEntry>; onTurn: (page: number) => void }) {
  if (page.count === 1) return null;
  const { number, count, from, to, total } = page;
  return (
    <div className="mt-2 flex items-center justify-between gap-3 px-0.5 text-small text-muted">
      <span className="tabular-nums">
        {from.toLocaleString("en")}–{to.toLocaleString("en")} of {total.toLocaleString("en")}
      </span>
      <span className="flex gap-2">
        <Button size="small" disabled={number === 1} onClick={() => onTurn(number - 1)}>
          Previous
        </Button>
        <Button size="small" disabled={number === count} onClick={() => onTurn(number + 1)}>
          Next
        </Button>
      </span>
    </div>
  );
}
