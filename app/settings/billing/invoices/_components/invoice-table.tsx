"use client";

import { useActionState, useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button, IconButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Download, Mail } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { InvoiceStatus } from "@/lib/core/billing/charges";
import type { FormAction } from "../../_components/billing-form";
import { emailInvoicesAction } from "../../actions";

type Row = {
  invoiceId: string;
  number: string | null;
  status: InvoiceStatus | null;
  amount: string;
  date: string;
};

const states: Record<InvoiceStatus, { label: string; tone: "ok" | "warn" | "danger" | "neutral" }> = {
  draft: { label: "Draft", tone: "neutral" },
  open: { label: "Open", tone: "warn" },
  paid: { label: "Paid", tone: "ok" },
  uncollectible: { label: "Uncollectible", tone: "danger" },
  void: { label: "Void", tone: "neutral" },
};

/** Browsers without scripts send the form by themselves. */
export function InvoiceTable({
  workspaceId,
  invoices,
  formAction,
}: {
  workspaceId: string;
  invoices: readonly Row[];
  /** Bound on the server, so that React matches its state. */
  formAction: FormAction<{ email: string }>;
}) {
  const [state, send] = useActionState(formAction, null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(state && !state.ok ? Object.keys(state.sent) : []),
  );
  const [mailedTo, setMailedTo] = useState(state?.ok ? state.value.email : undefined);
  const { run, pending, refusal } = useAction(emailInvoicesAction, {
    onDone: ({ email }) => {
      setMailedTo(email);
      setChosen(new Set());
    },
  });

  function choose(id: string, isChosen: boolean) {
    setMailedTo(undefined);
    setChosen((before) => new Set(isChosen ? [...before, id] : [...before].filter((each) => each !== id)));
  }

  const columns: Column<Row>[] = [
    {
      key: "invoice",
      label: "Invoice",
      kind: "name",
      cell: ({ invoiceId, number, status }) =>
        status === "draft" || number === null ? (
          <NameCell name={number ?? "Draft"} />
        ) : (
          <Checkbox
            label={number}
            name={invoiceId}
            checked={chosen.has(invoiceId)}
            onCheckedChange={(isChosen) => choose(invoiceId, isChosen)}
          />
        ),
    },
    { key: "date", label: "Date", cell: ({ date }) => date },
    {
      key: "status",
      label: "Status",
      cell: ({ status }) => {
        const { label, tone } = status ? states[status] : { label: "Unknown", tone: "neutral" as const };
        return <Badge tone={tone}>{label}</Badge>;
      },
    },
    { key: "amount", label: "Amount", kind: "number", cell: ({ amount }) => amount },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: ({ invoiceId, number, status }) =>
        status === "draft" ? null : (
          <IconButtonLink
            label={`Download ${number ?? "the invoice"}`}
            icon={<Download aria-hidden />}
            href={`/settings/billing/invoices/${invoiceId}/pdf`}
            prefetch={false}
          />
        ),
    },
  ];

  return (
    <form
      action={send}
      onSubmit={(event) => {
        event.preventDefault();
        run(workspaceId, { invoiceIds: [...chosen] });
      }}
    >
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <span aria-live="polite" className="text-control text-muted">
          {chosen.size === 0 ? "Select invoices to e-mail them." : `${chosen.size} selected`}
        </span>
        <Button type="submit" icon={<Mail aria-hidden />} pending={pending}>
          E-mail invoices
        </Button>
      </div>
      <OutcomeNotice refusal={refusal ?? (state && !state.ok ? state.refusal : null)} />
      {mailedTo ? (
        <Notice role="status" tone="ok" className="mb-3">
          The invoices are on their way to {mailedTo}.
        </Notice>
      ) : null}
      <Table label="Invoices" columns={columns} rows={invoices} rowKey={({ invoiceId }) => invoiceId} />
    </form>
  );
}
