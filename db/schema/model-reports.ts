import { foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { reportedPlot, reportedSample, series, workspaceId } from "./columns";
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

/** Plots that were reported of a model. */
export const modelPlots = pgTable(
  "model_plots",
  {
    workspaceId: workspaceId(),
    modelId: text("model_id").notNull(),
    ...reportedPlot(),
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

/** Debug samples that were reported of a model. */
export const modelSamples = pgTable(
  "model_samples",
  {
    workspaceId: workspaceId(),
    modelId: text("model_id").notNull(),
    ...reportedSample(),
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
