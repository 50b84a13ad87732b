import { Badge } from "@/components/ui/badge";
import { CircleDashed, Lock } from "@/components/ui/icons";

export function ModelStatusBadge({ ready }: { ready: boolean }) {
  return ready ? (
    <Badge tone="ok" icon={<Lock aria-hidden />}>
      Published
    </Badge>
  ) : (
    <Badge tone="outline" icon={<CircleDashed aria-hidden />}>
      Draft
    </Badge>
  );
}
