import { orderHref } from "@/app/_components/list/list-href";
import { BareLink } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { type Column, NameCell, Table } from "@/components/ui/table";
import type { BrowsedKind, BrowseQuery } from "@/lib/core/resources/browse";
import { valueText } from "@/lib/core/resources/number-text";
import type { ScalarName } from "@/lib/core/resources/scalar-name";
import { taskTypeNames } from "@/lib/core/resources/task-words";
import type { BrowsedRow } from "@/lib/operations/resources/browse/projects";
import { ModelMenu } from "./model-menu";
import { ModelStatusBadge } from "./model-status-badge";
import { Owner } from "./owner";
import { SelectBox, Selection } from "./selection/selection";
import { Sparkline } from "./sparkline";
import { TagList } from "./tag-list";
import { TaskMenu } from "./task-menu/task-menu";
import { TaskStatusBadge } from "./task-status-badge";

export type BrowsedTableProps = {
  workspaceId: string;
  rows: BrowsedRow[];
  path: string;
  query: BrowseQuery;
  /** The project that the list is about: others are named. */
  projectId: string | null;
  /** Whose last value the tasks have. */
  scalar: ScalarName | null;
  now: number;
};

const nouns: Record<BrowsedKind, { label: string; one: string; folder: string }> = {
  tasks: { label: "Tasks", one: "Task", folder: "tasks" },
  models: { label: "Models", one: "Model", folder: "models" },
  datasets: { label: "Datasets", one: "Dataset", folder: "datasets" },
  dataviews: { label: "Dataviews", one: "Dataview", folder: "dataviews" },
};

export function BrowsedTable({ workspaceId, rows, path, query, projectId, scalar, now }: BrowsedTableProps) {
  const { label, one, folder } = nouns[query.kind];
  const columns: Column<BrowsedRow>[] = [
    {
      key: "name",
      label: one,
      kind: "name",
      ...orderHref(path, query, "name"),
      cell: (row) => (
        <div className="flex items-start gap-2.5">
          {isChoosable(row) ? <SelectBox id={row.id} name={row.name || "Unnamed"} /> : null}
          <NameCell
            name={row.name || "Unnamed"}
            href={`/projects/${folder}/${row.id}`}
            prefetch={false}
            detail={<TagList tags={row.tags} path={path} query={query} />}
          />
        </div>
      ),
    },
    ...columnsOf(query.kind, path, query),
    ...(rows.every((row) => row.projectId === projectId)
      ? []
      : [
          {
            key: "project",
            label: "Project",
            cell: (row: BrowsedRow) => <InProject row={row} projectId={projectId} />,
          },
        ]),
    { key: "owner", label: "Owner", cell: (row) => <Owner id={row.ownerId} name={row.ownerName} /> },
    ...(scalar
      ? [
          {
            key: "scalar",
            label: `Last ${scalar.metric} / ${scalar.variant}`,
            cell: (row: BrowsedRow) => <LastScalar row={row} />,
          },
        ]
      : []),
    {
      key: "updated",
      label: "Updated",
      ...orderHref(path, query, "updated"),
      cell: (row) => <RelativeTime at={row.updatedAt} now={now} className="whitespace-nowrap" />,
    },
    ...(rows.some(hasActions)
      ? [
          {
            key: "actions",
            label: "Actions",
            kind: "actions" as const,
            cell: (row: BrowsedRow) => (
              <RowMenu workspaceId={workspaceId} row={row} isArchived={query.archived} />
            ),
          },
        ]
      : []),
  ];
  const table = <Table label={label} columns={columns} rows={rows} rowKey={(row) => row.id} />;
  const choosable = rows.filter(isChoosable);
  return choosable.length === 0 ? (
    table
  ) : (
    <Selection
      workspaceId={workspaceId}
      type={query.kind === "models" ? "model" : "task"}
      isArchived={query.archived}
      rows={choosable.map(({ id, name }) => ({ id, name: name || "Unnamed" }))}
    >
      {table}
    </Selection>
  );
}

function columnsOf(kind: BrowsedKind, path: string, query: BrowseQuery): Column<BrowsedRow>[] {
  const order = orderHref(path, query, "status");
  if (kind === "tasks") {
    return [
      {
        key: "status",
        label: "Status",
        ...order,
        cell: ({ status, progress }) => status && <TaskStatusBadge status={status} progress={progress} />,
      },
      {
        key: "type",
        label: "Type",
        cell: ({ type }) => type && <span className="whitespace-nowrap">{taskTypeNames[type]}</span>,
      },
    ];
  }
  if (kind === "models") {
    return [
      { key: "status", label: "Status", ...order, cell: ({ ready }) => <ModelStatusBadge ready={!!ready} /> },
      { key: "framework", label: "Framework", cell: ({ framework }) => framework || "–" },
    ];
  }
  if (kind === "datasets") {
    return [
      {
        key: "versions",
        label: "Versions",
        kind: "number",
        cell: ({ versions }) => versions?.toLocaleString("en"),
      },
    ];
  }
  return [];
}

function LastScalar({ row: { scalar, status } }: { row: BrowsedRow }) {
  if (!scalar) return <span className="text-muted">–</span>;
  const ended = status === "failed" || status === "stopped";
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <Sparkline points={scalar.points} muted={ended} />
      <span className="tabular-nums">{valueText(scalar.last[1])}</span>
    </span>
  );
}

/** Tasks and models that one may modify. */
function isChoosable({ status, ready, mayModify }: BrowsedRow): boolean {
  return mayModify && (status !== undefined || ready !== undefined);
}

function hasActions({ status, ready, mayModify, mayClone }: BrowsedRow): boolean {
  return (status !== undefined && (mayModify || mayClone)) || (ready !== undefined && mayModify);
}

function RowMenu({
  workspaceId,
  row,
  isArchived,
}: {
  workspaceId: string;
  row: BrowsedRow;
  isArchived: boolean;
}) {
  if (!hasActions(row)) return null;
  const { id, name, status, ready, mayModify, mayClone } = row;
  const place = placeOf(row);
  return status === undefined ? (
    <ModelMenu workspaceId={workspaceId} model={{ id, name, ready: !!ready, isArchived }} place={place} />
  ) : (
    <TaskMenu
      workspaceId={workspaceId}
      task={{ id, name, status, isArchived }}
      place={place}
      mayModify={mayModify}
      mayClone={mayClone}
    />
  );
}

function placeOf({ projectId: id, projectName }: BrowsedRow) {
  if (!id || !projectName) return null;
  const parts = projectName.split("/");
  return { id, name: parts.at(-1) ?? projectName, path: parts.slice(0, -1).join("/") };
}

function InProject({ row, projectId }: { row: BrowsedRow; projectId: string | null }) {
  if (!row.projectId || !row.projectName) return <span className="text-muted">None</span>;
  if (row.projectId === projectId) return <span className="whitespace-nowrap text-muted">This project</span>;
  return (
    <BareLink
      href={`/projects/${row.projectId}`}
      prefetch={false}
      title={row.projectName}
      className="block max-w-40 truncate rounded-text hover:underline"
    >
      {row.projectName.split("/").at(-1)}
    </BareLink>
  );
}
