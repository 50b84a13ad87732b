import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { HistoryQuery } from "@/lib/core/vault/inputs";
import type { RevisionView } from "@/lib/operations/vaults/vault-history";
import { formatNames } from "../vault-text/format-names";
import { historyHref } from "./history-href";

export function RevisionTable({
  rows,
  newest,
  chosen,
  path,
  query,
  now,
}: {
  rows: readonly RevisionView[];
  newest: number;
  chosen: number | undefined;
  path: string;
  query: HistoryQuery;
  now: number;
}) {
  const columns: Column<RevisionView>[] = [
    {
      key: "revision",
      label: "Revision",
      kind: "name",
      cell: ({ number }) => (
        <NameCell
          name={
            <>
              Revision {number} {number === newest ? <Badge tone="ok">Current</Badge> : null}
            </>
          }
        />
      ),
    },
    { key: "saved", label: "Saved", cell: ({ createdAt }) => <RelativeTime at={createdAt} now={now} /> },
    { key: "author", label: "By", cell: ({ author }) => (author.isSelf ? "You" : author.name) },
    {
      key: "size",
      label: "Size",
      cell: ({ lineCount, byteCount, format }) =>
        `${lineCount === 1 ? "1 line" : `${lineCount.toLocaleString("en")} lines`}, ${
          byteCount < 1024 ? `${byteCount} B` : `${(byteCount / 1024).toFixed(1)} KB`
        }, ${formatNames[format]}`,
    },
    {
      key: "actions",
      label: "Actions",
      kind: "actions",
      cell: ({ number }) => (
        <ButtonLink
          size="small"
          variant="ghost"
          scroll={false}
          href={historyHref(path, { ...query, revision: number })}
          aria-label={`Show changes of revision ${number}`}
          aria-current={number === chosen ? "true" : undefined}
        >
          Show changes
        </ButtonLink>
      ),
    },
  ];
  return (
    <Table
      label="Revisions"
      columns={columns}
      rows={rows}
      rowKey={({ number }) => `${number}`}
      isCurrent={({ number }) => number === chosen}
    />
  );
}
