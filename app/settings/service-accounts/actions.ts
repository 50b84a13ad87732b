"use server";

import { revalidatePath } from "next/cache";
import {
  newServiceAccount,
  serviceAccountChoice,
  serviceAccountCredentials,
  serviceAccountEdit,
} from "@/lib/core/workspace/service-account";
import {
  createServiceAccount,
  createServiceAccountCredentials,
  deleteServiceAccount,
  editServiceAccount,
} from "@/lib/operations/workspace/service-accounts";
import { workspaceAction } from "@/lib/server/workspace-action";

const page = "/settings/service-accounts";

export const createServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  newServiceAccount,
  async (actor, wanted) => {
    const outcome = await createServiceAccount(actor, wanted);
    revalidatePath(page, "layout");
    return outcome;
  },
);

export const editServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountEdit,
  async (actor, edit) => {
    const outcome = await editServiceAccount(actor, edit);
    revalidatePath(page, "layout");
    return outcome;
  },
);

/** The page navigates or refreshes itself, because it would be a 404 while it is still open. */
export const deleteServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountChoice,
  deleteServiceAccount,
);

export const createServiceAccountCredentialsAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountCredentials,
  async (actor, wanted) => {
    const outcome = await createServiceAccountCredentials(actor, wanted);
    revalidatePath(page, "layout");
    return outcome;
  },
);
