import { inSnapshot } from "@/db/client";
import { countSeatsTaken } from "@/db/reads/invitations";
import { measureStored } from "@/db/reads/usage-levels";
import { whyNotFree } from "@/lib/core/billing/downgrade";
import { type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { now } from "@/lib/server/clock";
import { downgrade } from "./plan-changes";

type Payer = ActorWith<"billing.manage">;

/** At the end of the period, unless the Free plan can't hold the workspace: then with every reason. */
export async function requestDowngrade(actor: Payer): Promise<Outcome> {
  const { workspaceId } = actor;
  const reasons = await inSnapshot(async (tx) =>
    whyNotFree({
      users: (await countSeatsTaken(workspaceId, now(), tx)).people,
      artifacts: await measureStored(tx, workspaceId, "artifacts"),
      metrics: await measureStored(tx, workspaceId, "metrics"),
    }),
  );
  if (reasons.length > 0)
    return refused("conflict", `The Free plan can’t hold this workspace. ${reasons.join(" ")}`);
  return downgrade(actor);
}
