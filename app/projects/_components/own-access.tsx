import { LevelBadge } from "@/app/_components/access/level-badge";
import { explainHref } from "@/app/_components/access/question-href";
import { Link } from "@/components/ui/link";
import type { Actor } from "@/lib/core/workspace/actor";
import { allows } from "@/lib/core/workspace/permissions";

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
      <LevelBadge level={can} />
      {allows(actor.role, "access_rules.manage") ? (
        <Link href={explainHref({ subject: actor.userId, can, object })} prefetch={false}>
          Why
        </Link>
      ) : null}
    </span>
  );
}
