"use server";

import { deletionChoice } from "@/lib/core/storage/deletions";
import { giveUpDeletion, retryDeletion } from "@/lib/operations/storage/deletions";
import { workspaceAction } from "@/lib/server/workspace-action";

export const retryDeletionAction = workspaceAction("storage.manage_own", deletionChoice, retryDeletion, {
  refreshes: "page",
  evenIfRefused: true,
});

export const giveUpDeletionAction = workspaceAction("storage.manage_own", deletionChoice, giveUpDeletion, {
  refreshes: "page",
  evenIfRefused: true,
});
