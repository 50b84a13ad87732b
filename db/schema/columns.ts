import { bigint, doublePrecision, jsonb, text, timestamp } from "drizzle-orm/pg-core";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import type { Point } from "@/lib/core/resources/series";

/** Milliseconds are kept, so that a time read back equals the one that was hashed into an audit entry. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

export const workspaceId = () => text("workspace_id").$type<WorkspaceId>().notNull();
export const userId = (name = "user_id") => text(name).$type<UserId>().notNull();

/** Those of people, and those of programs (`archived`, `hidden`, `development`, …). */
export const tags = () => ({
  tags: text("tags").array().notNull().default([]),
  systemTags: text("system_tags").array().notNull().default([]),
});

const reported = () => ({
  metric: text("metric").notNull(),
  variant: text("variant").notNull(),
  iteration: bigint("iteration", { mode: "number" }).notNull(),
  reportedAt: moment("reported_at").notNull(),
});

/** A figure of Plotly: of each metric and variant the last iterations are kept. */
export const reportedPlot = () => ({
  ...reported(),
  /** JSON, as the client wrote it. */
  text: text("text").notNull(),
  sourceUrls: text("source_urls").array().notNull(),
});

/** A link to a picture or another sample. */
export const reportedSample = () => ({
  ...reported(),
  url: text("url").notNull(),
  /** What the client said of it. */
  bytes: bigint("bytes", { mode: "number" }),
});

/** What is kept of one metric and variant: see `Series`. */
export const series = () => ({
  points: jsonb("points").$type<readonly Point[]>().notNull(),
  stride: bigint("stride", { mode: "number" }).notNull(),
  lastIteration: bigint("last_iteration", { mode: "number" }).notNull(),
  lastValue: doublePrecision("last_value").notNull(),
  lastAtMs: bigint("last_at_ms", { mode: "number" }).notNull(),
  leastIteration: bigint("least_iteration", { mode: "number" }).notNull(),
  leastValue: doublePrecision("least_value").notNull(),
  leastAtMs: bigint("least_at_ms", { mode: "number" }).notNull(),
  mostIteration: bigint("most_iteration", { mode: "number" }).notNull(),
  mostValue: doublePrecision("most_value").notNull(),
  mostAtMs: bigint("most_at_ms", { mode: "number" }).notNull(),
});
