import { revalidatePath } from "next/cache";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { type Outcome, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { admit } from "./admit";
import { noteActionStart, requestPath } from "./current-actor";
import { logUnexpected } from "./log";

export type ActionOptions<T> = {
  /**
   * What is drawn again in the answer: the page that sent the action, the frame and every page of the workspace, or the
   * page of this path where that sent it.
   */
  refreshes?: "page" | "workspace" | `/settings/${string}`;
  /** Also when the operation refuses: what it refuses for may be what the page doesn’t show yet. */
  evenIfRefused?: true;
  /** Nothing is rendered again where this says that the result changed nothing. */
  changed?: (value: T) => boolean;
};

const manner = z.object({ savesAnyway: z.literal(true) });
/** Sent again with it, a change that was refused as `guarded` is made all the same, if the actor may break guards. */
export type ActionManner = z.infer<typeof manner>;

/**
 * The one way to make a server action that acts in a workspace. The browser sends the workspace that the form was
 * drawn for: after a switch in another tab it would otherwise write into a workspace that nobody was looking at.
 */
export function workspaceAction<P extends Permission, S extends z.ZodType, T>(
  permission: P,
  schema: S,
  run: (actor: ActorWith<P>, input: z.output<S>) => Promise<Outcome<T>>,
  { refreshes, evenIfRefused, changed = () => true }: ActionOptions<NoInfer<T>> = {},
): (drawnFor: string, input: z.input<S>, how?: ActionManner) => Promise<Outcome<T>> {
  return async (drawnFor, input, how) => {
    try {
      await noteActionStart();
      const admitted = await admit(permission, schema, drawnFor, input);
      if (!admitted.ok) return admitted;
      const { actor, parsed } = admitted.value;
      const asking = manner.safeParse(how).success ? { ...actor, savesAnyway: true as const } : actor;
      const outcome = await run(asking, parsed);
      if (refreshes && (outcome.ok ? changed(outcome.value) : evenIfRefused)) await refresh(refreshes);
      return outcome;
    } catch (error) {
      unstable_rethrow(error);
      return refused("unexpected", `Something went wrong. Reference ${logUnexpected(error, permission)}.`);
    }
  };
}

async function refresh(what: NonNullable<ActionOptions<unknown>["refreshes"]>): Promise<void> {
  if (what === "workspace") return revalidatePath("/", "layout");
  const { pathname } = new URL(await requestPath(), "http://steward.invalid");
  if (what === "page" || what === pathname) revalidatePath(pathname);
}
