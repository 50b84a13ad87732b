"use server";

import { workspaceChoice } from "@/lib/core/workspace/inputs";
import { switchWorkspace } from "@/lib/operations/workspace/memberships";
import { workspaceAction } from "@/lib/server/workspace-action";

export const switchWorkspaceAction = workspaceAction("workspace.switch", workspaceChoice, switchWorkspace, {
  refreshes: "workspace",
});
