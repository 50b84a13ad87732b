import { Badge } from "@/components/ui/badge";
import { Eye, Pencil, Tag } from "@/components/ui/icons";
import { levelNames } from "@/lib/core/access/questions/sentences";
import type { AccessLevel } from "@/lib/core/access/who-can";

export function LevelBadge({ level }: { level: AccessLevel }) {
  switch (level) {
    case "modify":
      return (
        <Badge tone="accent" icon={<Pencil aria-hidden />}>
          {levelNames.modify}
        </Badge>
      );
    case "read":
      return <Badge icon={<Eye aria-hidden />}>{levelNames.read}</Badge>;
    case "visible":
      return (
        <Badge tone="outline" icon={<Tag aria-hidden />}>
          {levelNames.visible}
        </Badge>
      );
  }
}
