import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { durationText } from "@/lib/core/resources/number-text";
import { shownSource } from "@/lib/core/resources/task-documents";
import type { Actor } from "@/lib/core/workspace/actor";
import type { TaskDetails } from "@/lib/operations/resources/browse/tasks";
import { type Definition, DefinitionList } from "../../../_components/definition-list";
import { OwnAccess } from "../../../_components/own-access";
import { Owner } from "../../../_components/owner";
import { PartHead } from "../../../_components/part-head";

type DetailsSectionProps = {
  actor: Actor;
  task: TaskDetails;
  /** The dataset that it is a version of. */
  datasetId: string | undefined;
  mayModify: boolean;
  now: number;
};

export function DetailsSection({ actor, task, datasetId, mayModify, now }: DetailsSectionProps) {
  const time = (at: string | null) => (at ? <RelativeTime at={at} now={now} /> : undefined);
  const ends = task.completedAt ? Date.parse(task.completedAt) : now;
  const duration =
    task.startedAt && (task.completedAt || task.status === "in_progress")
      ? durationText(ends - Date.parse(task.startedAt))
      : undefined;
  const { parent, queue } = task;
  const items: Definition[] = [
    { label: "Owner", value: <Owner id={task.ownerId} name={task.ownerName} /> },
    { label: "Parent", value: parent && <Link href={`/projects/tasks/${parent.id}`}>{parent.name}</Link> },
    {
      label: "Dataset",
      value: datasetId && (
        <Link href={`/projects/datasets/${datasetId}?version=${task.id}`}>
          {task.path.at(-1)?.basename ?? task.name}
        </Link>
      ),
    },
    { label: "Worker", value: task.lastWorker && <code>{task.lastWorker}</code> },
    { label: "Queue", value: queue && <Link href={`/projects/queues/${queue.id}`}>{queue.name}</Link> },
    { label: "Created", value: time(task.createdAt) },
    { label: "Started", value: time(task.startedAt) },
    { label: "Ended", value: time(task.completedAt) },
    { label: "Took", value: duration },
    { label: "Published", value: time(task.publishedAt) },
    { label: "Last iteration", value: task.lastIteration?.toLocaleString("en") },
    { label: "Reason", value: task.statusReason },
    { label: "Message", value: task.statusMessage },
    { label: "You may", value: <OwnAccess actor={actor} object={task.id} mayModify={mayModify} /> },
    ...shownSource(task.script).map(({ label, value }) => ({ label, value: <code>{value}</code> })),
  ];
  return (
    <Card asChild>
      <section aria-labelledby="details">
        <PartHead id="details" title="Details" />
        <DefinitionList items={items} />
      </section>
    </Card>
  );
}
