"use client";

import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Button, IconButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Download, Mail } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { InvoiceStatus } from "@/lib/core/billing/charges";
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

export function InvoiceTable({ workspaceId, invoices }: { workspaceId: string; invoices: readonly Row[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [mailedTo, setMailedTo] = useState<string>();
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
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <span aria-live="polite" className="text-control text-muted">
          {chosen.size === 0 ? "Select invoices to e-mail them." : `${chosen.size} selected`}
        </span>
        <Button
          icon={<Mail aria-hidden />}
          pending={pending}
          aria-disabled={chosen.size === 0}
          onClick={() => chosen.size > 0 && run(workspaceId, { invoiceIds: [...chosen] })}
        >
          E-mail invoices
        </Button>
      </div>
      <noscript>
        <p className="mb-3 text-control text-muted">
          E-mailing needs scripts. Without them, download each invoice.
        </p>
      </noscript>
      <OutcomeNotice refusal={refusal} />
      {mailedTo ? (
        <Notice role="status" tone="ok" className="mb-3">
          The invoices are on their way to {mailedTo}.
        </Notice>
      ) : null}
      <Table label="Invoices" columns={columns} rows={invoices} rowKey={({ invoiceId }) => invoiceId} />
    </>
  );
}
