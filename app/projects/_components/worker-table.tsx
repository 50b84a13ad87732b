import { Badge } from "@/components/ui/badge";
import { CircleCheck, CircleOff, Cpu } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { NameCell, Table } from "@/components/ui/table";
import type { WorkerRow } from "@/lib/operations/resources/browse/queues";
import { Owner } from "./owner";

export function WorkerTable({ rows, now }: { rows: WorkerRow[]; now: number }) {
  return (
    <Table
      label="Workers"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "name",
          label: "Worker",
          kind: "name",
          cell: (row) => (
            <NameCell icon={<Cpu aria-hidden />} name={row.id} detail={row.tags.join(" · ") || undefined} />
          ),
        },
        {
          key: "state",
          label: "State",
          cell: (row) =>
            row.isPresent ? (
              <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
                Connected
              </Badge>
            ) : (
              <Badge icon={<CircleOff aria-hidden />}>Silent</Badge>
            ),
        },
        {
          key: "task",
          label: "Works on",
          cell: ({ task }) =>
            task ? <Link href={`/projects/tasks/${task.id}`}>{task.name}</Link> : <span>–</span>,
        },
        {
          key: "queues",
          label: "Queues",
          cell: ({ queues }) =>
            queues.length === 0 ? (
              "–"
            ) : (
              <ul className="flex flex-wrap gap-x-2">
                {queues.map((queue) => (
                  <li key={queue.id}>
                    <Link href={`/projects/queues/${queue.id}`}>{queue.name}</Link>
                  </li>
                ))}
              </ul>
            ),
        },
        { key: "owner", label: "Runs as", cell: (row) => <Owner id={row.ownerId} name={row.ownerName} /> },
        {
          key: "reported",
          label: "Last report",
          cell: (row) => <RelativeTime at={row.reportedAt} now={now} className="whitespace-nowrap" />,
        },
      ]}
    />
  );
}
