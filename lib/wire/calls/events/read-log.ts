import { z } from "zod";
import type { MetricChoice } from "@/db/reads/metrics";
import { listLogLines } from "@/db/reads/task-reports";
import type { WorkspaceId } from "@/lib/core/identifiers";
import type { LogLine } from "@/lib/core/resources/event";
import { type Call, call } from "../../call";
import { choices, id, ofLog, pageOf, scrollId, sorting } from "./fields";

const mostLines = 10_000;
const scrolled = z.object({
  task: id,
  order: sorting,
  scroll_id: scrollId,
  batch_size: z.int().min(1).nullish(),
});

/** Follows the log by scroll alone. */
const logByScroll = call(
  "1.5",
  scrolled,
  async ({ caller: { workspaceId } }, { task, order, scroll_id, batch_size }) => {
    const lines = await linesByTime(workspaceId, task);
    if (order !== "asc") lines.reverse();
    return { data: pageOf(lines.map(asEvent(task)), batch_size ?? 500, scroll_id) };
  },
  ofLog,
);

const logFromAnEnd = call(
  "1.7",
  scrolled.extend({ from: z.enum(["head", "tail"]).nullish() }),
  async ({ caller: { workspaceId } }, { task, order, scroll_id, batch_size, from }) => {
    const lines = await linesByTime(workspaceId, task);
    if (from === "tail") lines.reverse();
    const page = pageOf(lines.map(asEvent(task)), batch_size ?? 500, scroll_id);
    const given = from === "tail" ? "desc" : "asc";
    if (given !== (order ?? "desc")) page.events.reverse();
    return { data: page };
  },
  { ...ofLog, older: logByScroll },
);

export const logCalls: Record<string, Call> = {
  "events.get_task_log": call(
    "2.9",
    z.object({
      task: id,
      batch_size: z.int().min(0).nullish(),
      navigate_earlier: z.boolean().nullish(),
      from_timestamp: z.number().nullish(),
      order: sorting,
      metrics: choices,
    }),
    async ({ caller: { workspaceId } }, asked) => {
      const earlier = asked.navigate_earlier ?? true;
      const lines = (await linesByTime(workspaceId, asked.task)).filter(isOf(asked.metrics ?? []));
      const total = lines.length;
      if (earlier) lines.reverse();
      const from = asked.from_timestamp;
      const left = from ? lines.filter(({ atMs }) => (earlier ? atMs < from : atMs > from)) : lines;
      const size = Math.min(asked.batch_size ?? 5_000, mostLines);
      const last = left[size - 1];
      // Lines of one moment are not torn apart: the next page begins after it.
      const page = left.filter((line, at) => at < size || line.atMs === last?.atMs);
      if (asked.order && asked.order !== (earlier ? "desc" : "asc")) page.reverse();
      const events = page.map(asEvent(asked.task));
      return { data: { events, returned: events.length, total } };
    },
    { ...ofLog, older: logFromAnEnd },
  ),

  "events.download_task_log": call(
    "2.1",
    z.object({ task: id }),
    async ({ caller: { workspaceId } }, { task }) => {
      const lines = await listLogLines(workspaceId, task);
      return {
        data: { log: lines.map(({ atMs, text }) => `${new Date(atMs).toISOString()} ${text}`).join("\n") },
      };
    },
    ofLog,
  ),
};

async function linesByTime(workspaceId: WorkspaceId, task: string): Promise<LogLine[]> {
  return [...(await listLogLines(workspaceId, task))].sort((one, other) => one.atMs - other.atMs);
}

function isOf(metrics: readonly MetricChoice[]): (line: LogLine) => boolean {
  if (metrics.length === 0) return () => true;
  const variantsOf = new Map(metrics.map(({ metric, variants }) => [metric, new Set(variants ?? [])]));
  return ({ metric = "", variant = "" }) => {
    const variants = variantsOf.get(metric);
    return variants !== undefined && (variants.size === 0 || variants.has(variant));
  };
}

export function asEvent(task: string) {
  return ({ atMs, level, worker, text, metric, variant }: LogLine) => ({
    ...{ timestamp: atMs, type: "log", task, level, worker, msg: text },
    ...(metric === undefined ? {} : { metric, variant }),
  });
}
