import { explainHref } from "@/app/_components/access/question-href";
import { Badge } from "@/components/ui/badge";
import { Eye, Pencil } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import type { Actor } from "@/lib/core/workspace/actor";
import { allows } from "@/lib/core/workspace/permissions";
import type { ShownAccess } from "@/lib/operations/resources/browse/projects";

export function AccessBadge({ access }: { access: ShownAccess }) {
  if (access === "visible") return null;
  return access === "modify" ? (
    <Badge tone="accent" icon={<Pencil aria-hidden />}>
      Read & modify
    </Badge>
  ) : (
    <Badge icon={<Eye aria-hidden />}>Read only</Badge>
  );
}

/** What one may do with a task or a model, and for those who may know it, the rules that grant it. */
export function OwnAccess({
  actor,
  object,
  mayModify,
}: {
  actor: Pick<Actor, "role" | "userId">;
  object: string;
  mayModify: boolean;
}) {
  const can = mayModify ? "modify" : "read";
  return (
    <span className="flex flex-wrap items-center gap-2">
      <AccessBadge access={can} />
      {allows(actor.role, "access_rules.manage") ? (
        <Link href={explainHref({ subject: actor.userId, can, object })} prefetch={false}>
          Why
        </Link>
      ) : null}
    </span>
  );
}
