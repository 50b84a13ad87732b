import type { z } from "zod";
import { isIdentifier } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { currentActor, nameOfOwnWorkspace } from "./current-actor";
import { invalidInput } from "./invalid-input";

/** Whoever is signed in, if they may do this in the workspace that the page was drawn for, with what the page sent. */
export async function admit<P extends Permission, S extends z.ZodType>(
  permission: P,
  schema: S,
  drawnFor: unknown,
  input: unknown,
): Promise<Outcome<{ actor: ActorWith<P>; parsed: z.output<S> }>> {
  const actor = await currentActor();
  if (!actor) {
    return refused(
      "signed_out",
      "You are signed out. Sign in again in another tab, then submit this form again.",
    );
  }
  if (drawnFor !== actor.workspaceId) {
    const isNamed = typeof drawnFor === "string" && isIdentifier(drawnFor);
    const drawnName = isNamed && (await nameOfOwnWorkspace(actor, drawnFor));
    if (!drawnName) return refused("not_found", "This workspace was not found.");
    return refused(
      "stale_workspace",
      `This form belongs to “${drawnName}”, but your active workspace is now “${actor.workspaceName}”. Nothing was saved. Switch to “${drawnName}” to submit it.`,
    );
  }
  const granted = grant(actor, permission);
  if (!granted) return refused("forbidden", "You don’t have permission to do this in this workspace.");
  const parsed = schema.safeParse(input);
  return parsed.success ? done({ actor: granted, parsed: parsed.data }) : invalidInput(parsed.error);
}
