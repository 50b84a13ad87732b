import { z } from "zod";
import type { MetricChoice } from "@/db/reads/metrics";
import type { Reporter } from "@/db/reads/reporters";
import { listIterations } from "@/db/reads/samples";
import { groupBy } from "@/lib/core/group-by";
import { type Call, call, type SignedInCall, WireRefusal } from "../../call";
import { id, kindOf, modelEvents, name, reporterOf, scrollId, variants } from "./fields";
import { readSpans, type Span, scrollOver } from "./sample-scrolls";

export const mostIterations = z.int().min(1).max(100).nullish();
const flag = z.boolean().nullish();

/** What tasks and models report picture by picture: debug samples and plots. */
export type Reported<Row extends { iteration: number }> = {
  kind: "samples" | "plots";
  list(
    reporter: Reporter,
    wanted: { metrics: readonly MetricChoice[] | undefined; iterations: readonly number[] },
  ): Promise<Row[]>;
  event(reporterId: string, row: Row): Record<string, unknown>;
  /** What it takes in an answer. */
  bytes(row: Row): number;
};

const mostAnswerBytes = 16 * 1024 * 1024;

/** The last iterations of each metric, and from there on those before them or after them. */
export function iterationsCall<Row extends { iteration: number }>(
  minVersion: string,
  reported: Reported<Row>,
  older?: SignedInCall,
): Call {
  return call(
    minVersion,
    z.object({
      metrics: z
        .array(z.object({ task: id, metric: name.nullish(), variants }))
        .min(1)
        .max(100),
      iters: mostIterations,
      navigate_earlier: flag,
      refresh: flag,
      model_events: modelEvents,
      scroll_id: scrollId,
    }),
    async (context, { metrics, iters, navigate_earlier, scroll_id, ...asked }) => {
      const access = await context.access();
      const type = kindOf(asked);
      const unknown = type === "model" ? "invalidModelId" : "invalidTaskId";
      for (const { task } of metrics) {
        if (!access.mayOf(type, "read", task)) throw new WireRefusal(unknown, `id=${task}`);
      }
      const spans = readSpans(scroll_id, metrics.length);
      const answered = [];
      let room = mostAnswerBytes;
      for (const [at, { task, metric, variants: wanted }] of metrics.entries()) {
        const span = spans[at];
        const earlier = !span || (navigate_earlier ?? true);
        const found = await findIterations(reported, reporterOf(context, { ...asked, task }), {
          metrics: metric ? [{ metric, variants: wanted }] : undefined,
          ...{ from: earlier ? span?.[0] : span?.[1], earlier, limit: iters ?? 1 },
        });
        const fitting = found.filter(({ rows }) => {
          room -= rows.reduce((sum, row) => sum + reported.bytes(row), 0);
          return room >= 0;
        });
        spans[at] = spanOf(fitting) ?? span;
        const iterations = fitting.map(({ iteration, rows }) => ({
          iter: iteration,
          events: rows.map((row) => reported.event(task, row)),
        }));
        answered.push({ task, iterations });
      }
      return { data: { metrics: answered, scroll_id: scrollOver(spans) } };
    },
    older ? { reads: true, older } : { reads: true },
  );
}

type Iteration<Row> = { iteration: number; rows: Row[] };

/** The last ones first: those before an iteration, or the next ones after it. */
export async function findIterations<Row extends { iteration: number }>(
  reported: Reported<Row>,
  reporter: Reporter,
  asked: {
    metrics?: readonly MetricChoice[] | undefined;
    from: number | undefined;
    earlier: boolean;
    limit: number;
  },
): Promise<Iteration<Row>[]> {
  const { metrics } = asked;
  const iterations = await listIterations(reported.kind, reporter, asked);
  if (iterations.length === 0) return [];
  const all = await reported.list(reporter, { metrics, iterations });
  const byIteration = groupBy(all, ({ iteration }) => iteration);
  return [...byIteration].map(([iteration, rows]) => ({ iteration, rows }));
}

export function spanOf(found: readonly { iteration: number }[]): Span | undefined {
  const [newest, oldest] = [found[0], found.at(-1)];
  return newest && oldest && [oldest.iteration, newest.iteration];
}
