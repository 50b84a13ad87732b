import { Badge } from "@/components/ui/badge";
import { CircleAlert, CircleCheck, LoaderCircle, Undo2 } from "@/components/ui/icons";
import { Meter } from "@/components/ui/meter";
import { type DeletionCounts, deletionProgress, deletionState } from "@/lib/core/storage/deletion-state";

const icons = { ok: CircleCheck, danger: CircleAlert, warn: Undo2, neutral: LoaderCircle };

export function DeletionBadge(counts: DeletionCounts) {
  const { text, tone } = deletionState(counts);
  const Icon = icons[tone];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {text}
    </Badge>
  );
}

export function DeletionMeter(counts: DeletionCounts) {
  const words = deletionProgress(counts);
  return (
    <span className="flex min-w-32 flex-col gap-1">
      <span className="text-small text-muted">{words}</span>
      <Meter
        label="Progress"
        value={counts.deleted}
        max={counts.total}
        valueText={words}
        tone={counts.failed > 0 ? "danger" : "accent"}
      />
    </span>
  );
}
