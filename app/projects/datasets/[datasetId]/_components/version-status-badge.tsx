import { Badge } from "@/components/ui/badge";
import type { VersionStatus } from "@/lib/operations/resources/browse/datasets";
import { ModelStatusBadge } from "../../../_components/model-status-badge";
import { TaskStatusBadge } from "../../../_components/task-status-badge";

/** Of a task, or of a version that no task stands for. */
export function VersionStatusBadge({ status }: { status: VersionStatus }) {
  if (status === "draft") return <ModelStatusBadge ready={false} />;
  return status === "committed" ? <Badge>Committed</Badge> : <TaskStatusBadge status={status} />;
}
