import { sql } from "drizzle-orm";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { TaskContents } from "@/lib/core/resources/losses";
import type { Reader } from "../client";
import { linksTo } from "./models";
import { isObjectUrl } from "./project-contents";

/** `objects` are the files in buckets of what it reported and made, but for its models. */
export type CountedContents = Omit<TaskContents, "models"> & { drafts: { id: string; isObject: boolean }[] };

/** What a task made and reported. Of its models, the drafts that no task began with. */
export async function readTaskContents(
  workspaceId: WorkspaceId,
  taskId: string,
  on: Reader,
): Promise<CountedContents> {
  const ofTask = sql`workspace_id = ${workspaceId} and task_id = ${taskId}`;
  const [row] = await on.execute<{ contents: CountedContents }>(sql`
    select json_build_object(
      'logLines', (select coalesce(sum(line_count), 0)::int from task_log_chunks where ${ofTask}),
      'scalars', (select count(*)::int from task_scalars where ${ofTask}),
      'samples', (select count(*)::int from task_samples where ${ofTask}),
      'plots', (select count(*)::int from task_plots where ${ofTask}),
      'files', (select count(*)::int from files where ${ofTask}),
      'bytes', (select coalesce(sum(bytes), 0) from files where ${ofTask}),
      'children', (
        select count(*)::int from tasks where workspace_id = ${workspaceId} and parent_id = ${taskId}
      ),
      'objects', (
        select count(*)::int from (
          select url from task_samples where ${ofTask}
          union select unnest(source_urls) from task_plots where ${ofTask}
          union select artifact ->> 'uri' from tasks t, jsonb_array_elements(t.artifacts) artifact
            where t.workspace_id = ${workspaceId} and t.id = ${taskId}
              and coalesce(artifact ->> 'mode', 'output') = 'output'
        ) made where ${isObjectUrl(sql`url`)}
      ),
      'drafts', (
        select coalesce(json_agg(json_build_object('id', m.id, 'isObject', ${isObjectUrl(sql`m.uri`)})), '[]')
        from models m
        where m.workspace_id = ${workspaceId} and not m.ready
          and (m.task_id = ${taskId} or m.id in (
            select output ->> 'model' from tasks t, jsonb_array_elements(
              case jsonb_typeof(t.models -> 'output') when 'array' then t.models -> 'output' else '[]' end
            ) output
            where t.workspace_id = ${workspaceId} and t.id = ${taskId}
          ))
          and not exists (
            select 1 from tasks where workspace_id = ${workspaceId} and ${linksTo("input", sql`m.id`)}
          )
      )
    ) as contents`);
  if (!row) throw new Error("A count has one row.");
  return row.contents;
}
