"use client";

import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Bot } from "@/components/ui/icons";
import { Meter } from "@/components/ui/meter";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { brokenText } from "@/lib/core/access/guards/guard";
import { effectText } from "@/lib/core/access/previews/effects";
import type { PlannedChange } from "@/lib/core/access/previews/request";
import type { Refusal } from "@/lib/core/outcome";
import type { Page } from "@/lib/core/page";
import type { AccessPreview as Preview } from "@/lib/operations/access/previews";
import { useAccessPreview } from "./use-access-preview";

const working = "Working out who gains or loses access";

type Row = Preview["page"]["rows"][number];

const who: Column<Row> = {
  key: "name",
  label: "Who",
  kind: "name",
  cell: ({ id, name, email, kind }) => (
    <NameCell
      icon={kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />}
      name={name}
      detail={email ?? "Service account"}
    />
  ),
};
const gains: Column<Row> = {
  key: "gains",
  label: "Gains",
  cell: (row) => <Lines texts={row.gains} className="text-ok" />,
};
const loses: Column<Row> = {
  key: "loses",
  label: "Loses",
  cell: (row) => <Lines texts={row.loses} className="text-danger" />,
};

function columnsFor({ effects }: Preview): Column<Row>[] {
  const has = (wanted: "gains" | "loses") => effects.some(({ way }) => way === wanted);
  return [who, ...(has("gains") ? [gains] : []), ...(has("loses") ? [loses] : [])];
}

/** Who gains and who loses access by a change that isn't made yet, beside the form that makes it. */
export function AccessPreview({
  workspaceId,
  change,
  label = "If you save",
  refusal = null,
  isBeingMade,
}: {
  workspaceId: string;
  change: PlannedChange | null;
  label?: string;
  /** Of the change itself: a guard that it names needs no second notice. */
  refusal?: Refusal | null;
  isBeingMade: boolean;
}) {
  const { preview, pending, share, problem, turnTo, stop, stopped, again } = useAccessPreview(
    workspaceId,
    change,
    isBeingMade,
  );
  if (!change) return null;
  return (
    <section aria-label={label} aria-busy={pending} className="flex flex-col gap-2">
      <div role="status" className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-control">
        <strong className="font-semibold">{label}</strong>
        {stopped ? (
          <span className="text-muted">Not worked out.</span>
        ) : preview && !problem ? (
          <Effects preview={preview} pending={pending} />
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
          <Table
            label={label}
            columns={columnsFor(preview)}
            rows={preview.page.rows}
            rowKey={({ id }) => id}
          />
          <Turning page={preview.page} onTurn={turnTo} />
        </div>
      ) : null}
      {preview && !pending && !stopped && preview.guards.length > 0 && refusal?.code !== "guarded" ? (
        <Notice tone="danger" title="Breaks a guard.">
          {brokenText(preview.guards)}
        </Notice>
      ) : null}
      {pending && !preview ? <Skeleton className="h-16" /> : null}
    </section>
  );
}

function Effects({ preview: { effects }, pending }: { preview: Preview; pending: boolean }) {
  if (pending) return <span className="text-muted">{working}</span>;
  if (effects.length === 0) return <span className="text-muted">Nobody gains or loses access.</span>;
  return effects.map((effect) => (
    <span
      key={`${effect.way} ${effect.action}`}
      className={effect.way === "gains" ? "text-ok" : "text-danger"}
    >
      {effectText(effect)}
    </span>
  ));
}

function Lines({ texts, className }: { texts: readonly string[]; className: string }) {
  if (texts.length === 0) return <span className="text-muted">–</span>;
  return (
    <ul className={className}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function Turning({ page, onTurn }: { page: Page<Row>; onTurn: (page: number) => void }) {
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
