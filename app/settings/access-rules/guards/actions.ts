"use server";

import { guardChoice, newGuard } from "@/lib/core/access/guards/forms";
import { createGuard, deleteGuard } from "@/lib/operations/access/guards";
import { workspaceAction } from "@/lib/server/workspace-action";

export const createGuardAction = workspaceAction("access_rules.manage", newGuard, createGuard, {
  refreshes: "page",
});

export const deleteGuardAction = workspaceAction("access_rules.manage", guardChoice, deleteGuard, {
  refreshes: "page",
  evenIfRefused: true,
});
