"use server";

import { configurationExport, configurationFile, plannedFile } from "@/lib/core/access/configuration/forms";
import { applyFile } from "@/lib/operations/access/configuration/apply";
import { exportConfiguration } from "@/lib/operations/access/configuration/export";
import { planFile } from "@/lib/operations/access/configuration/plan";
import { workspaceAction } from "@/lib/server/workspace-action";

export const exportConfigurationAction = workspaceAction(
  "access_configuration.manage",
  configurationExport,
  exportConfiguration,
);

/** A read: what the file would change. */
export const planConfigurationAction = workspaceAction(
  "access_configuration.manage",
  configurationFile,
  planFile,
);

export const applyConfigurationAction = workspaceAction(
  "access_configuration.manage",
  plannedFile,
  applyFile,
  { refreshes: "workspace", changed: ({ kind }) => kind === "applied" },
);
