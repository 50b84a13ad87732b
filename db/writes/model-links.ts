import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { deletedPrefix } from "@/lib/core/resources/task";
import type { Transaction } from "../client";
import { linksTo } from "../reads/models";

/** Tasks that began with it keep the link, under an id that says that it is gone. */
export async function markDeletedInput(
  tx: Transaction,
  workspaceId: WorkspaceId,
  modelId: string,
): Promise<void> {
  await tx.execute(sql`
    update tasks set models = jsonb_set(models, '{input}', (
      select jsonb_agg(
        case when link ->> 'model' = ${modelId}
          then jsonb_set(link, '{model}', to_jsonb(${deletedPrefix + modelId}::text)) else link end
        order by number)
      from jsonb_array_elements(models -> 'input') with ordinality links(link, number)
    ))
    where workspace_id = ${workspaceId} and ${linksTo("input", sql`${modelId}::text`)}`);
}

/** The task that made it names it no more, or, when it is published, as one that is gone. */
export async function unlinkOutput(
  tx: Transaction,
  workspaceId: WorkspaceId,
  taskId: string,
  modelId: string,
): Promise<void> {
  await tx.execute(sql`
    update tasks set models = jsonb_set(models, '{output}', (
      select coalesce(jsonb_agg(
        case when link ->> 'model' = ${modelId}
          then jsonb_set(link, '{model}', to_jsonb(${deletedPrefix + modelId}::text)) else link end
        order by number), '[]')
      from jsonb_array_elements(models -> 'output') with ordinality links(link, number)
      where status = 'published' or link ->> 'model' is distinct from ${modelId}
    ))
    where workspace_id = ${workspaceId} and id = ${taskId} and ${linksTo("output", sql`${modelId}::text`)}`);
}
