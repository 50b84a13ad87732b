"use server";

import { z } from "zod";
import {
  hiddenArgumentsChange,
  preferencesForm,
  switchChange,
} from "@/lib/core/account/interface-preferences";
import {
  recordTipSeen,
  saveAllInterfacePreferences,
  setInterfacePreferences,
} from "@/lib/operations/account/preferences";
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
