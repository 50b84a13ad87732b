import { Badge } from "@/components/ui/badge";
import { UsersRound } from "@/components/ui/icons";

export function GroupBadges({ names }: { names: string[] }) {
  if (names.length === 0) return <span className="text-muted">–</span>;
  const shown = names.slice(0, 2);
  return (
    <span className="flex flex-wrap gap-1.5" title={names.join(", ")}>
      {shown.map((name) => (
        <Badge key={name} tone="outline" icon={<UsersRound aria-hidden />}>
          {name}
        </Badge>
      ))}
      {names.length > shown.length ? (
        <span className="text-muted">+{names.length - shown.length}</span>
      ) : null}
    </span>
  );
}
