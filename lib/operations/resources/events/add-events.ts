import type { Transaction } from "@/db/client";
import { lockModelsForReports } from "@/db/reads/model-reports";
import type { Reporter, ReporterKind } from "@/db/reads/reporters";
import { countSeries, listSeriesOf } from "@/db/reads/series";
import { lockTasksForReports } from "@/db/reads/task-reports";
import { updateReportedModel } from "@/db/writes/models";
import { insertPlots, insertSamples } from "@/db/writes/reported";
import { upsertSeries } from "@/db/writes/series";
import { insertLogLines, updateReportedTask } from "@/db/writes/task-reports";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome } from "@/lib/core/outcome";
import {
  type EventErrors,
  EventReader,
  mostSeries,
  type ReportedEvents,
  type ScalarEvent,
} from "@/lib/core/resources/event";
import { refusedResource } from "@/lib/core/resources/refusal";
import { extendSeries, type Point } from "@/lib/core/resources/series";
import { isPublished } from "@/lib/core/resources/task-status";
import type { ApiCaller } from "@/lib/server/api-caller";
import { now } from "@/lib/server/clock";
import { Turn } from "@/lib/server/turn";
import { closeStorage, findStorageRoom, openStorage } from "../../usage/storage-room";
import { reporting } from "../writing";

export type AddedEvents = { added: number; errors: number; errorsInfo: Record<string, number> };

const seriesAtOnce = 50;

/**
 * Adds the events that can be added and counts the others, such as those that there is no room for. Refused where some
 * of them contradict each other. `eventBytes` is what each took on its way.
 */
export async function addEvents(
  caller: ApiCaller,
  events: readonly Readonly<Record<string, unknown>>[],
  eventBytes: readonly number[],
): Promise<Outcome<AddedEvents>> {
  const at = now();
  const reader = new EventReader(at.getTime(), await findStorageRoom(caller.workspaceId, "metrics"));
  const turn = new Turn();
  for (const [index, event] of events.entries()) {
    reader.read(event, eventBytes[index] ?? 0);
    if (turn.isOver()) await turn.next();
  }
  const { conflict, byModel, errors, byTask } = reader;
  if (conflict) return refusedResource("conflicting_values", conflict);
  const answer = (added: number) => done({ added, errors: errors.total, errorsInfo: errors.info() });
  const ofTasks = inOrder(byTask.values());
  const ofModels = inOrder(byModel.values());
  if (ofTasks.length === 0 && ofModels.length === 0) return answer(0);
  // Not audited: what a running program reports of its tasks and models is counted.
  return reporting(caller, async (tx, access) => {
    const { workspaceId } = caller;
    const modifiable = (type: ReporterKind, reports: ReportedEvents[]) =>
      reports.map(({ id }) => id).filter((id) => access.mayOf(type, "modify", id));
    const tasks = await lockTasksForReports(tx, workspaceId, modifiable("task", ofTasks));
    const models = await lockModelsForReports(tx, workspaceId, modifiable("model", ofModels));
    const isPublishedTask = new Map(tasks.map(({ id, status }) => [id, isPublished(status)]));
    const isPublishedModel = new Map(models.map(({ id, ready }) => [id, ready]));
    const storage = await openStorage(tx, workspaceId, "metrics");
    let added = 0;
    for (const [kind, report] of [
      ...ofTasks.map((each) => ["task", each] as const),
      ...ofModels.map((each) => ["model", each] as const),
    ]) {
      const { id, count, allowsLocked } = report;
      const isLocked = (kind === "task" ? isPublishedTask : isPublishedModel).get(id);
      if (isLocked === undefined || (isLocked && !allowsLocked)) {
        errors.add(
          isLocked !== undefined || !access.mayOf(kind, "read", id)
            ? `Invalid ${kind} id ${id}`
            : `Modification of ${kind} ${id} not allowed`,
          count,
        );
        continue;
      }
      if (storage && !storage.take(report.bytes)) {
        errors.add(storage.room.sentence, count);
        continue;
      }
      const add = kind === "task" ? addToTask : addToModel;
      added += count - (await add(tx, workspaceId, report, { errors, at }));
    }
    await closeStorage(tx, workspaceId, "metrics", storage);
    return answer(added);
  });
}

function inOrder(reports: Iterable<ReportedEvents>): ReportedEvents[] {
  return [...reports].filter(({ count }) => count > 0).sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Returns how many of the events there was no room for. */
async function addToTask(
  tx: Transaction,
  workspaceId: WorkspaceId,
  report: ReportedEvents,
  { errors, at }: { errors: EventErrors; at: Date },
): Promise<number> {
  const { id: taskId, bytes, lastIteration } = report;
  const reporter: Reporter = { kind: "task", workspaceId, id: taskId };
  // Sent without waiting for one another: each is about a table of its own.
  const [refused] = await Promise.all([
    addScalars(tx, reporter, report.scalars),
    insertLogLines(tx, workspaceId, taskId, report.log),
    insertSamples(tx, reporter, report.samples),
    insertPlots(tx, reporter, report.plots),
    updateReportedTask(tx, workspaceId, taskId, { bytes, lastIteration, at }),
  ]);
  if (refused > 0) errors.add(`A task keeps up to ${mostSeries} metrics and variants`, refused);
  return refused;
}

/** The same for a model, which has no log. */
async function addToModel(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { id, bytes, scalars, samples, plots }: ReportedEvents,
  { errors, at }: { errors: EventErrors; at: Date },
): Promise<number> {
  const reporter: Reporter = { kind: "model", workspaceId, id };
  const [refused] = await Promise.all([
    addScalars(tx, reporter, scalars),
    insertSamples(tx, reporter, samples),
    insertPlots(tx, reporter, plots),
    updateReportedModel(tx, workspaceId, id, { bytes, at }),
  ]);
  if (refused > 0) errors.add(`A model keeps up to ${mostSeries} metrics and variants`, refused);
  return refused;
}

type Reported = { metric: string; variant: string; points: Point[] };

async function addScalars(
  tx: Transaction,
  reporter: Reporter,
  scalars: readonly ScalarEvent[],
): Promise<number> {
  const all = bySeries(scalars);
  if (all.length === 0) return 0;
  let room = mostSeries - (await countSeries(tx, reporter));
  let refused = 0;
  const turn = new Turn();
  for (let start = 0; start < all.length; start += seriesAtOnce) {
    const some = all.slice(start, start + seriesAtOnce);
    const known = await listSeriesOf(tx, reporter, some);
    const knownSeries = new Map(known.map((row) => [keyOf(row), row.series]));
    const rows = [];
    for (const { metric, variant, points } of some) {
      const before = knownSeries.get(keyOf({ metric, variant }));
      if (!before && room <= 0) {
        refused += points.length;
        continue;
      }
      if (!before) room -= 1;
      const series = extendSeries(before, points);
      if (series) rows.push({ reporterId: reporter.id, metric, variant, series });
    }
    await upsertSeries(tx, reporter.workspaceId, reporter.kind, rows);
    if (turn.isOver()) await turn.next();
  }
  return refused;
}

function bySeries(scalars: readonly ScalarEvent[]): Reported[] {
  const all = new Map<string, Reported>();
  for (const { metric, variant, point } of scalars) {
    const key = keyOf({ metric, variant });
    const known = all.get(key);
    if (known) known.points.push(point);
    else all.set(key, { metric, variant, points: [point] });
  }
  return [...all.values()];
}

function keyOf({ metric, variant }: { metric: string; variant: string }): string {
  return JSON.stringify([metric, variant]);
}
