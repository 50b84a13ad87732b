"use server";

import { z } from "zod";
import {
  hiddenArgumentsChange,
  preferencesForm,
  switchChange,
} from "@/lib/core/account/interface-preferences";
import {
  bucketCredentialsChoice,
  bucketCredentialsEdit,
  newBucketCredentials,
} from "@/lib/core/storage/bucket-credentials";
import {
  cleanupCredentialsChoice,
  cleanupCredentialsEdit,
  newCleanupCredentials,
} from "@/lib/core/storage/cleanup-credentials";
import {
  recordTipSeen,
  saveAllInterfacePreferences,
  setInterfacePreferences,
} from "@/lib/operations/account/preferences";
import {
  addBucketCredentials,
  editBucketCredentials,
  removeBucketCredentials,
  testBucketCredentials,
} from "@/lib/operations/storage/bucket-credentials";
import {
  addCleanupCredentials,
  editCleanupCredentials,
  removeCleanupCredentials,
  testCleanupCredentials,
} from "@/lib/operations/storage/cleanup-credentials";
import { workspaceAction } from "@/lib/server/workspace-action";
import { workspaceFormAction } from "@/lib/server/workspace-form-action";

export const setPreferenceAction = workspaceAction(
  "preferences.edit",
  switchChange,
  (actor, { name, value }) => setInterfacePreferences(actor, { [name]: value }),
  { refreshes: "workspace", evenIfRefused: true },
);

export const setHiddenArgumentsAction = workspaceAction(
  "preferences.edit",
  hiddenArgumentsChange,
  (actor, { names }) => setInterfacePreferences(actor, { hidden_container_arguments: names }),
  { refreshes: "workspace" },
);

export const savePreferencesFormAction = workspaceFormAction(
  "preferences.edit",
  preferencesForm,
  saveAllInterfacePreferences,
  { refreshes: "workspace" },
);

export const recordTipSeenAction = workspaceAction(
  "preferences.edit",
  z.object({ tip: z.string().max(100) }),
  recordTipSeen,
);

export const addBucketCredentialsAction = workspaceAction(
  "storage.manage_own",
  newBucketCredentials,
  addBucketCredentials,
  { refreshes: "page" },
);

export const editBucketCredentialsAction = workspaceAction(
  "storage.manage_own",
  bucketCredentialsEdit,
  editBucketCredentials,
  { refreshes: "page" },
);

export const removeBucketCredentialsAction = workspaceAction(
  "storage.manage_own",
  bucketCredentialsChoice,
  removeBucketCredentials,
  { refreshes: "page", evenIfRefused: true },
);

export const testBucketCredentialsAction = workspaceAction(
  "storage.manage_own",
  bucketCredentialsChoice,
  testBucketCredentials,
);

export const addCleanupCredentialsAction = workspaceAction(
  "storage.manage_own",
  newCleanupCredentials,
  addCleanupCredentials,
  { refreshes: "page" },
);

export const editCleanupCredentialsAction = workspaceAction(
  "storage.manage_own",
  cleanupCredentialsEdit,
  editCleanupCredentials,
  { refreshes: "page" },
);

export const removeCleanupCredentialsAction = workspaceAction(
  "storage.manage_own",
  cleanupCredentialsChoice,
  removeCleanupCredentials,
  { refreshes: "page", evenIfRefused: true },
);

export const testCleanupCredentialsAction = workspaceAction(
  "storage.manage_own",
  cleanupCredentialsChoice,
  testCleanupCredentials,
);
