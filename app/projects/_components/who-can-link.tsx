import { whoCanHref } from "@/app/_components/access/question-href";
import { ButtonLink } from "@/components/ui/button";
import { Users } from "@/components/ui/icons";
import type { Actor } from "@/lib/core/workspace/actor";
import { allows } from "@/lib/core/workspace/permissions";

/** For those who may know who else has access. */
export function WhoCanLink({ actor, object }: { actor: Pick<Actor, "role">; object: string }) {
  if (!allows(actor.role, "access_rules.manage")) return null;
  return (
    <ButtonLink href={whoCanHref({ object })} prefetch={false} icon={<Users aria-hidden />}>
      Who can access
    </ButtonLink>
  );
}
