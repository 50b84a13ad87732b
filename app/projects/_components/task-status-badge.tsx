import { Badge, type BadgeProps } from "@/components/ui/badge";
import type { Icon as IconType } from "@/components/ui/icon";
import { Check, CircleDashed, Clock, LoaderCircle, Lock, Square, X } from "@/components/ui/icons";
import type { TaskStatus } from "@/lib/core/resources/task";
import { taskStatusNames } from "@/lib/core/resources/task-words";

const looks: Record<TaskStatus, { tone: BadgeProps["tone"]; icon: IconType }> = {
  created: { tone: "outline", icon: CircleDashed },
  queued: { tone: "neutral", icon: Clock },
  in_progress: { tone: "accent", icon: LoaderCircle },
  stopped: { tone: "neutral", icon: Square },
  published: { tone: "ok", icon: Lock },
  publishing: { tone: "ok", icon: Lock },
  closed: { tone: "neutral", icon: Square },
  failed: { tone: "danger", icon: X },
  completed: { tone: "ok", icon: Check },
  unknown: { tone: "neutral", icon: CircleDashed },
};

export function TaskStatusBadge({ status, progress }: { status: TaskStatus; progress?: string | null }) {
  const { tone, icon: Icon } = looks[status];
  const percent = status === "in_progress" ? Number.parseInt(progress ?? "", 10) : Number.NaN;
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {taskStatusNames[status]}
      {percent >= 0 && percent <= 100 ? `, ${percent} %` : null}
    </Badge>
  );
}
