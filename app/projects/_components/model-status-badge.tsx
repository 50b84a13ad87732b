import { CircleDashed, Lock } from "lucide-react";
import { Badge } from "@/components/ui/badge";

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
