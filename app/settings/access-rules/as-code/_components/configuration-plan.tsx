"use client";

import { useState } from "react";
import { AccessPreview } from "@/app/_components/access/access-preview";
import { AnywayNeeded } from "@/components/form/anyway";
import { ConfirmDialog } from "@/components/form/confirm-dialog";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { type Column, NameCell, Table } from "@/components/ui/table";
import { sectionNames } from "@/lib/core/access/configuration/document";
import type { PlanLine } from "@/lib/core/access/configuration/plan-lines";
import { brokenText } from "@/lib/core/access/guards/guard";
import type { PlannedConfiguration } from "@/lib/operations/access/configuration/plan";
import { applyConfigurationAction } from "../actions";

type Plan = Extract<PlannedConfiguration, { kind: "plan" }>;
type Row = PlanLine & { key: string };

const kinds = {
  added: { tone: "ok", word: "Added" },
  changed: { tone: "warn", word: "Changed" },
  removed: { tone: "danger", word: "Removed" },
} as const;

const columns: Column<Row>[] = [
  {
    key: "what",
    label: "What",
    kind: "name",
    cell: ({ title, section }) => <NameCell name={title} detail={sectionNames[section]} />,
  },
  {
    key: "change",
    label: "Change",
    width: "w-28",
    cell: ({ kind }) => <Badge tone={kinds[kind].tone}>{kinds[kind].word}</Badge>,
  },
  {
    key: "details",
    label: "Details",
    cell: ({ details }) => (
      <ul className="min-w-0 [overflow-wrap:anywhere]">
        {details.map((detail) => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
    ),
  },
];

const perPage = 50;

/** What a file would change, and the button that changes it. */
export function ConfigurationPlan({
  workspaceId,
  text,
  plan: { fingerprint, lines, guards },
  isStale,
  onApplied,
  onOther,
}: {
  workspaceId: string;
  text: string;
  plan: Plan;
  /** It has replaced a plan that no longer fits. */
  isStale: boolean;
  onApplied: (changes: number) => void;
  /** The file could not be applied as it was compared. */
  onOther: (planned: PlannedConfiguration, isStale: boolean) => void;
}) {
  const [open, setOpen] = useState(false);
  const [page, setPage] = useState(0);
  const applying = useAction(applyConfigurationAction, {
    onDone: (applied) => {
      setOpen(false);
      if (applied.kind === "applied") onApplied(applied.changes);
      else if (applied.kind === "stale") onOther(applied.planned, true);
      else onOther(applied, false);
    },
  });
  const stale = isStale ? (
    <Notice tone="warn" role="alert">
      The workspace has changed since you compared it, so nothing was applied. This is the new comparison.
    </Notice>
  ) : null;
  if (lines.length === 0) {
    return (
      <div className="mt-4 flex flex-col gap-3">
        {stale}
        <Notice tone="ok">The workspace is equal to the file. There is nothing to apply.</Notice>
      </div>
    );
  }
  const rows = lines.map((line, at) => ({ ...line, key: `${at}` }));
  const breaks = guards.length > 0;
  const removed = lines.filter(({ kind }) => kind === "removed").length;

  return (
    <div className="mt-4 flex flex-col gap-4">
      {stale}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h3 className="text-section">{countOf(lines)}</h3>
        <ConfirmDialog
          open={open}
          onOpenChange={(next) => {
            applying.clear();
            setOpen(next);
          }}
          trigger={<Button variant="primary">Apply file</Button>}
          title="Apply the file to the workspace?"
          description={`${countOf(lines)}. All of it is done, or nothing.`}
          losses={
            removed > 0
              ? [removed === 1 ? "1 entry is deleted" : `${removed.toLocaleString("en")} entries are deleted`]
              : []
          }
          confirmLabel="Apply file"
          tone={removed > 0 ? "danger" : "primary"}
          pending={applying.pending}
          sendAnyway={applying.sendAnyway}
          onConfirm={() => applying.run(workspaceId, { text, fingerprint })}
        >
          <OutcomeNotice refusal={applying.refusal} saveAnyway={applying.saveAnyway} />
          {breaks && applying.refusal?.code !== "guarded" ? (
            <>
              <AnywayNeeded />
              <Breaks guards={guards} />
            </>
          ) : null}
        </ConfirmDialog>
      </div>
      {breaks ? <Breaks guards={guards} /> : null}
      <div>
        <Table
          label="Changes"
          columns={columns}
          rows={rows.slice(page * perPage, (page + 1) * perPage)}
          rowKey={({ key }) => key}
        />
        {rows.length > perPage ? <Turning page={page} total={rows.length} onTurn={setPage} /> : null}
      </div>
      <AccessPreview
        workspaceId={workspaceId}
        change={{ kind: "configuration_applied", text }}
        label="If you apply it"
        isBeingMade={applying.pending}
      />
    </div>
  );
}

function Breaks({ guards }: Pick<Plan, "guards">) {
  return (
    <Notice tone="danger" title={guards.length === 1 ? "Breaks a guard." : "Breaks guards."}>
      {brokenText(guards)}
    </Notice>
  );
}

function countOf(lines: readonly PlanLine[]): string {
  const parts = (["added", "changed", "removed"] as const).flatMap((kind) => {
    const count = lines.filter((line) => line.kind === kind).length;
    return count > 0 ? [`${count.toLocaleString("en")} ${kind}`] : [];
  });
  return parts.join(", ");
}

function Turning({ page, total, onTurn }: { page: number; total: number; onTurn: (page: number) => void }) {
  const last = Math.ceil(total / perPage) - 1;
  const spelled = (count: number) => count.toLocaleString("en");
  return (
    <div className="mt-2 flex items-center justify-between gap-3 px-0.5 text-small text-muted">
      <span className="tabular-nums">
        {spelled(page * perPage + 1)}–{spelled(Math.min((page + 1) * perPage, total))} of {spelled(total)}
      </span>
      <span className="flex gap-2">
        <Button size="small" disabled={page === 0} onClick={() => onTurn(page - 1)}>
          Previous
        </Button>
        <Button size="small" disabled={page === last} onClick={() => onTurn(page + 1)}>
          Next
        </Button>
      </span>
    </div>
  );
}
