import type { ActorWith } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";

declare const revalidated: unique symbol;
/**
 * An actor whose session or credentials, membership and role were read in the transaction that writes, behind its
 * locks. Only `revalidate-actor.ts` makes one, and no audit entry names an actor without it.
 */
export type Revalidated<P extends Permission = Permission> = ActorWith<P> & { readonly [revalidated]: P };
