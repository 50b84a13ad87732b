import { ListPages } from "@/app/_components/list/list-pages";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Database } from "@/components/ui/icons";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { Page } from "@/lib/core/page";
import { byteText } from "@/lib/core/resources/number-text";
import type { ShownVersion } from "@/lib/operations/resources/browse/datasets";
import { Owner } from "../../../_components/owner";
import { PartHead } from "../../../_components/part-head";
import { VersionStatusBadge } from "./version-status-badge";

type VersionTableProps = {
  datasetId: string;
  page: Page<ShownVersion>;
  /** The one that is shown whole. */
  chosenId: string | undefined;
  now: number;
};

/** The versions of a dataset, the newest first. */
export function VersionTable({ datasetId, page, chosenId, now }: VersionTableProps) {
  const path = `/projects/datasets/${datasetId}`;
  const hrefOf = ({ id }: ShownVersion) =>
    `${path}?version=${id}${page.number > 1 ? `&page=${page.number}` : ""}`;
  const hasFigures = page.rows.some(({ files, bytes }) => files !== null || bytes !== null);
  const columns: Column<ShownVersion>[] = [
    {
      key: "version",
      label: "Version",
      kind: "name",
      cell: (row) => (
        <NameCell
          name={row.version ?? (row.name || "Unnamed")}
          href={hrefOf(row)}
          prefetch={false}
          detail={row.tags.join(" · ") || "No tags"}
        />
      ),
    },
    { key: "status", label: "Status", cell: ({ status }) => <VersionStatusBadge status={status} /> },
    ...(hasFigures ? figures : []),
    { key: "owner", label: "Owner", cell: (row) => <Owner id={row.ownerId} name={row.ownerName} /> },
    {
      key: "created",
      label: "Created",
      cell: (row) => <RelativeTime at={row.createdAt} now={now} className="whitespace-nowrap" />,
    },
  ];
  return (
    <Card asChild>
      <section aria-labelledby="versions">
        <PartHead id="versions" title="Versions" detail={page.total.toLocaleString("en")} />
        {page.total === 0 ? (
          <EmptyState icon={<Database />} title="No versions yet" level={3}>
            Dataset.create in the SDK adds one.
          </EmptyState>
        ) : (
          <div className="flex flex-col gap-3 p-4">
            <Table
              label="Versions"
              columns={columns}
              rows={page.rows}
              rowKey={({ id }) => id}
              isCurrent={({ id }) => id === chosenId}
            />
            {page.count > 1 ? (
              <ListPages
                label="Pages of versions"
                path={path}
                query={{ search: "", page: page.number }}
                page={page}
              />
            ) : null}
          </div>
        )}
      </section>
    </Card>
  );
}

const figures: Column<ShownVersion>[] = [
  {
    key: "files",
    label: "Files",
    kind: "number",
    cell: ({ files, links }) => (files === null ? "–" : (files + (links ?? 0)).toLocaleString("en")),
  },
  {
    key: "size",
    label: "Size",
    kind: "number",
    cell: ({ bytes }) => (bytes === null ? "–" : byteText(bytes)),
  },
];
