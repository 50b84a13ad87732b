import { z } from "zod";
import { listLogLines, listSeries } from "@/db/reads/task-reports";
import { singleValueIteration } from "@/lib/core/resources/event";
import { pointsToShow } from "@/lib/core/resources/series";
import { type Call, call } from "../../call";

const taskRef = [{ field: "task", resource: "task", needs: "read" }] as const;
const mostLines = 10_000;

export const readingCalls: Record<string, Call> = {
  "events.get_task_log": call(
    "2.9",
    z.object({
      task: z.string(),
      batch_size: z.number().int().min(0).nullish(),
      navigate_earlier: z.boolean().nullish(),
      from_timestamp: z.number().nullish(),
      order: z.enum(["asc", "desc"]).nullish(),
    }),
    async ({ caller }, asked) => {
      const earlier = asked.navigate_earlier ?? true;
      const lines = [...(await listLogLines(caller.workspaceId, asked.task))].sort((a, b) => a.atMs - b.atMs);
      const total = lines.length;
      if (earlier) lines.reverse();
      const from = asked.from_timestamp;
      const left = from ? lines.filter(({ atMs }) => (earlier ? atMs < from : atMs > from)) : lines;
      const size = Math.min(asked.batch_size ?? 5_000, mostLines);
      const last = left[size - 1];
      // Lines of one moment are not torn apart: the next page begins after it.
      const page = left.filter((line, at) => at < size || line.atMs === last?.atMs);
      if (asked.order && asked.order !== (earlier ? "desc" : "asc")) page.reverse();
      const events = page.map(({ atMs, level, worker, text }) => ({
        ...{ timestamp: atMs, type: "log", task: asked.task, level, worker, msg: text },
      }));
      return { data: { events, returned: events.length, total } };
    },
    { reads: true, refs: taskRef },
  ),

  "events.scalar_metrics_iter_histogram": call(
    "2.1",
    z.object({ task: z.string(), key: z.enum(["iter", "timestamp", "iso_time"]).nullish() }),
    async ({ caller }, { task, key }) => {
      const data: Record<string, Record<string, object>> = Object.create(null);
      for (const { metric, variant, series } of await listSeries(caller.workspaceId, [task])) {
        const points = pointsToShow(series).filter(([iteration]) => iteration > singleValueIteration);
        if (points.length === 0) continue;
        const x = points.map(([iteration, , atMs]) =>
          key === "iso_time" ? new Date(atMs).toISOString() : key === "timestamp" ? atMs : iteration,
        );
        data[metric] ??= Object.create(null) as Record<string, object>;
        data[metric][variant] = { name: variant, x, y: points.map(([, value]) => value) };
      }
      return { data };
    },
    { reads: true, refs: taskRef },
  ),

  "events.get_task_plots": call(
    "2.1",
    z.object({ task: z.string() }),
    async () => ({ data: { plots: [], returned: 0, total: 0, scroll_id: null } }),
    { reads: true, refs: taskRef },
  ),
};
