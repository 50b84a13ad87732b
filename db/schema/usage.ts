import { bigint, boolean, date, foreignKey, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { WarningThreshold } from "@/lib/core/billing/limits";
import type { Meter, StorageMeter } from "@/lib/core/billing/plans";
import { moment, userId, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/**
 * Calls by day (in UTC) and API credentials, which may be gone by now. Each tally of a process has rows of its own,
 * which hold its whole count: one that is written twice is counted once.
 */
export const credentialCalls = pgTable(
  "credential_calls",
  {
    workspaceId: workspaceId(),
    day: date("day").notNull(),
    accessKey: text("access_key").notNull(),
    tally: text("tally").notNull(),
    userId: userId(),
    calls: bigint("calls", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ name: "credential_calls_primary", columns: [t.workspaceId, t.day, t.accessKey, t.tally] }),
    foreignKey({
      name: "credential_calls_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);

/** Those of them that are about a project, which may be gone by now: counted in the same way, beside the others. */
export const projectCalls = pgTable(
  "project_calls",
  {
    workspaceId: workspaceId(),
    day: date("day").notNull(),
    projectId: text("project_id").notNull(),
    tally: text("tally").notNull(),
    calls: bigint("calls", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ name: "project_calls_primary", columns: [t.workspaceId, t.day, t.projectId, t.tally] }),
    foreignKey({
      name: "project_calls_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);

/**
 * How much of what is stored was counted last, with what was added since: kept where a limit holds, so that no upload
 * sums up a whole workspace.
 */
export const usageLevels = pgTable(
  "usage_levels",
  {
    workspaceId: workspaceId(),
    meter: text("meter").$type<StorageMeter>().notNull(),
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    measuredAt: moment("measured_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "usage_levels_primary", columns: [t.workspaceId, t.meter] }),
    foreignKey({
      name: "usage_levels_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);

/** Which thresholds were passed in a month, as in 2026-11: each is told of once. */
export const usageWarnings = pgTable(
  "usage_warnings",
  {
    workspaceId: workspaceId(),
    month: text("month").notNull(),
    meter: text("meter").$type<Meter>().notNull(),
    threshold: integer("threshold").$type<WarningThreshold>().notNull(),
    warnedAt: moment("warned_at").notNull(),
    /** Whether it was passed when this was looked at last. */
    holds: boolean("holds").notNull(),
  },
  (t) => [
    primaryKey({ name: "usage_warnings_primary", columns: [t.workspaceId, t.month, t.meter, t.threshold] }),
    foreignKey({
      name: "usage_warnings_workspace",
      columns: [t.workspaceId],
      foreignColumns: [workspaces.id],
    }).onDelete("cascade"),
  ],
);
