import { foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { series, workspaceId } from "./columns";
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
