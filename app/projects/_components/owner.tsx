import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";

export function Owner({ id, name }: { id: string; name: string | null }) {
  if (name === null) return <Badge tone="outline">Former member</Badge>;
  return (
    <span className="flex items-center gap-2">
      <Avatar id={id} name={name} size="small" />
      <span className="min-w-0 [overflow-wrap:break-word]">{name}</span>
    </span>
  );
}
