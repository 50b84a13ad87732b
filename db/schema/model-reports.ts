import { bigint, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, series, workspaceId } from "./columns";
import { models } from "./models";

/** One metric and variant that was reported of a model. */
export const modelScalars = pgTable(
  "model_scalars",
  {
    workspaceId: workspaceId(),
    modelId: text("model_id").notNull(),
    metric: text("metric").notNull(),
    variant: text("variant").notNull(),
    ...series(),
  },
  (t) => [
    primaryKey({ name: "model_scalars_primary", columns: [t.workspaceId, t.modelId, t.metric, t.variant] }),
    foreignKey({
      name: "model_scalars_model",
      columns: [t.workspaceId, t.modelId],
      foreignColumns: [models.workspaceId, models.id],
    }).onDelete("cascade"),
  ],
);

/** Figures of Plotly that were reported of a model: the last iterations of each metric and variant. */
export const modelPlots = pgTable(
  "model_plots",
  {
    workspaceId: workspaceId(),
    modelId: text("model_id").notNull(),
    metric: text("metric").notNull(),
    variant: text("variant").notNull(),
    iteration: bigint("iteration", { mode: "number" }).notNull(),
    /** JSON, as the client wrote it. */
    text: text("text").notNull(),
    sourceUrls: text("source_urls").array().notNull(),
    reportedAt: moment("reported_at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "model_plots_primary",
      columns: [t.workspaceId, t.modelId, t.metric, t.variant, t.iteration],
    }),
    foreignKey({
      name: "model_plots_model",
      columns: [t.workspaceId, t.modelId],
      foreignColumns: [models.workspaceId, models.id],
    }).onDelete("cascade"),
  ],
);

/** Links to pictures and other samples that were reported of a model. */
export const modelSamples = pgTable(
  "model_samples",
  {
    workspaceId: workspaceId(),
    modelId: text("model_id").notNull(),
    metric: text("metric").notNull(),
    variant: text("variant").notNull(),
    iteration: bigint("iteration", { mode: "number" }).notNull(),
    url: text("url").notNull(),
    /** What the client said of it. */
    bytes: bigint("bytes", { mode: "number" }),
    reportedAt: moment("reported_at").notNull(),
  },
  (t) => [
    primaryKey({
      name: "model_samples_primary",
      columns: [t.workspaceId, t.modelId, t.metric, t.variant, t.iteration],
    }),
    foreignKey({
      name: "model_samples_model",
      columns: [t.workspaceId, t.modelId],
      foreignColumns: [models.workspaceId, models.id],
    }).onDelete("cascade"),
    index("model_samples_by_iteration").on(t.workspaceId, t.modelId, t.iteration),
  ],
);
