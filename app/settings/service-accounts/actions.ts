"use server";

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

export const createServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  newServiceAccount,
  createServiceAccount,
  { refreshes: "page", evenIfRefused: true },
);

export const editServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountEdit,
  editServiceAccount,
  { refreshes: "page", evenIfRefused: true },
);

/** The user leaves the page of the account, so it is not rendered again (it would be a 404). */
export const deleteServiceAccountAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountChoice,
  deleteServiceAccount,
  { refreshes: "/settings/service-accounts" },
);

export const createServiceAccountCredentialsAction = workspaceAction(
  "service_accounts.manage",
  serviceAccountCredentials,
  createServiceAccountCredentials,
  { refreshes: "page", evenIfRefused: true },
);
