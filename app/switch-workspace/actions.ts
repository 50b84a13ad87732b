"use server";

import { revalidatePath } from "next/cache";
import { workspaceChoice } from "@/lib/core/workspace/inputs";
import { switchWorkspace } from "@/lib/operations/workspace/memberships";
import { workspaceAction } from "@/lib/server/workspace-action";

export const switchWorkspaceAction = workspaceAction(
  "workspace.switch",
  workspaceChoice,
  async (actor, choice) => {
    const outcome = await switchWorkspace(actor, choice);
    if (outcome.ok) revalidatePath("/", "layout");
    return outcome;
  },
);
