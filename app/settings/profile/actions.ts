"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { nameChange, passwordChange, sessionChoice } from "@/lib/core/account/inputs";
import { changePassword, renameSelf } from "@/lib/operations/accounts";
import { endOtherSessions, endSession } from "@/lib/operations/sessions";
import { workspaceAction } from "@/lib/server/workspace-action";

export const renameSelfAction = workspaceAction("profile.edit", nameChange, async (actor, change) => {
  const outcome = await renameSelf(actor, change);
  if (outcome.ok) revalidatePath("/settings", "layout");
  return outcome;
});

export const changePasswordAction = workspaceAction("profile.edit", passwordChange, async (actor, change) => {
  const outcome = await changePassword(actor, change);
  if (outcome.ok) revalidatePath("/settings/profile");
  return outcome;
});

export const endSessionAction = workspaceAction("sessions.manage", sessionChoice, async (actor, choice) => {
  const outcome = await endSession(actor, choice);
  revalidatePath("/settings/profile");
  return outcome;
});

export const endOtherSessionsAction = workspaceAction("sessions.manage", z.object({}), async (actor) => {
  const outcome = await endOtherSessions(actor);
  revalidatePath("/settings/profile");
  return outcome;
});
