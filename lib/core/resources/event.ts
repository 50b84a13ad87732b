import type { Point } from "./series";

/** What a running program reports of its task, one event a line. */
export type LogLine = {
  readonly atMs: number;
  readonly level: string;
  readonly worker: string;
  readonly text: string;
  /** Of lines that were reported under a metric. */
  readonly metric?: string;
  readonly variant?: string;
};

export type ScalarEvent = { readonly metric: string; readonly variant: string; readonly point: Point };

export type SampleEvent = {
  readonly metric: string;
  readonly variant: string;
  readonly iteration: number;
  readonly url: string;
  readonly atMs: number;
};

export type PlotEvent = {
  readonly metric: string;
  readonly variant: string;
  readonly iteration: number;
  /** A figure of Plotly as JSON, as the client wrote it. */
  readonly text: string;
  /** Of pictures that it shows and that are stored elsewhere. */
  readonly sourceUrls: readonly string[];
  readonly atMs: number;
};

/** Of one task, or of one model. */
export type ReportedEvents = {
  readonly id: string;
  readonly allowsLocked: boolean;
  /** All that could be read, kept or not. */
  count: number;
  bytes: number;
  lastIteration: number | undefined;
  readonly log: LogLine[];
  readonly scalars: ScalarEvent[];
  readonly samples: SampleEvent[];
  readonly plots: PlotEvent[];
};

export const eventTypes = [
  "log",
  "training_stats_scalar",
  "training_stats_vector",
  "training_debug_image",
  "plot",
] as const;

export type EventType = (typeof eventTypes)[number];

/** A value that belongs to no iteration is reported under this one. */
export const singleValueIteration = -(2 ** 31);

export const mostLogLines = 2_000;
export const mostSeries = 2_000;
export const mostSamples = 5_000;
export const mostSampleIterations = 100;
export const mostPlots = 1_000;
export const mostPlotIterations = 20;
/** Of all plots of a task, and of what one answer holds. */
export const mostPlotBytes = 16 * 1024 * 1024;
const largestPlotBytes = 4 * 1024 * 1024;
const mostPlotSources = 100;
const longestLine = 16_384;
const longestName = 256;
const longestUrl = 4_096;
const lastMoment = 8_640_000_000_000_000;

type Json = Readonly<Record<string, unknown>>;

/** How many events were not added, by the reason why. */
export class EventErrors {
  readonly #counts = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** Reasons may name what clients sent: only so many of them are told apart. */
  add(reason: string, times = 1): void {
    const known = this.#counts.has(reason) || this.#counts.size < 50 ? reason : "Other errors";
    this.#counts.set(known, (this.#counts.get(known) ?? 0) + times);
    this.#total += times;
  }

  info(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/** Collects events by task and by model, in their order. Reads one event at a time, so that long batches can be read in turns. */
export class EventReader {
  readonly byTask = new Map<string, ReportedEvents>();
  readonly byModel = new Map<string, ReportedEvents>();
  readonly errors = new EventErrors();
  /** Events that contradict one another make the whole batch invalid. */
  conflict: string | undefined;
  #bytes = 0;

  /** `room`: how many bytes more may be kept, and why no more. */
  constructor(
    private readonly nowMs: number,
    private readonly room?: { readonly bytes: number; readonly sentence: string },
  ) {}

  /** `bytes` is what the event took on its way. Where there is no room for it, a smaller one may still fit. */
  read(event: Json, bytes: number): void {
    const isFull = this.room && this.#bytes + bytes > this.room.bytes;
    const problem = isFull ? this.room?.sentence : this.#readInto(event, bytes);
    if (problem) this.errors.add(problem);
  }

  #readInto(event: Json, bytes: number): string | undefined {
    const { type: given } = event;
    const isOfModel = event.model_event === true;
    const reported = (isOfModel ? event.model : undefined) ?? event.task;
    if (given == null) return "Event must have a 'type' field";
    const type = String(given).replaceAll(" ", "_").slice(0, 100);
    if (!isEventType(type)) return `Invalid event type ${type}`;
    if (isOfModel && type === "log") return "Task log events are not supported for models";
    if (typeof reported !== "string" || reported === "") return "Event must have a 'task' field";
    const iteration = event.iter == null ? undefined : readIteration(event.iter);
    if (iteration === "invalid") return `Iteration number should not exceed ${Number.MAX_SAFE_INTEGER}`;
    const metric = readName(event.metric);
    const variant = readName(event.variant);
    if (metric === undefined || variant === undefined) {
      return `Metric and variant should not exceed ${longestName} characters`;
    }
    if (type === "plot" && bytes > largestPlotBytes)
      return `Plot should not exceed ${largestPlotBytes} bytes`;
    const atMs = readTime(event.timestamp ?? event.ts) ?? this.nowMs;
    const report = this.#reportOf(reported.slice(0, 64), isOfModel, event.allow_locked === true);
    if (type === "log") {
      report.log.push({
        atMs,
        level: readText(event.level, 32),
        worker: readText(event.worker, 256),
        text: readText(event.msg, longestLine),
        ...(metric || variant ? { metric, variant } : {}),
      });
    } else if (type === "training_stats_scalar") {
      const value = readNumber(event.value ?? event.values);
      if (value === undefined) return "Scalar value must be a number";
      report.scalars.push({ metric, variant, point: [iteration ?? 0, value, atMs] });
    } else if (type === "training_debug_image") {
      const url = readText(event.url, longestUrl + 1);
      if (url === "" || url.length > longestUrl)
        return `Debug sample must have a URL of up to ${longestUrl} characters`;
      report.samples.push({ metric, variant, iteration: iteration ?? 0, url, atMs });
    } else if (type === "plot") {
      const text = readText(event.plot_str, largestPlotBytes);
      report.plots.push({
        ...{ metric, variant, iteration: iteration ?? 0, text, atMs },
        sourceUrls: sourceUrlsOf(text),
      });
    }
    report.count += 1;
    report.bytes += bytes;
    this.#bytes += bytes;
    if (iteration !== undefined) report.lastIteration = Math.max(report.lastIteration ?? 0, iteration);
    return undefined;
  }

  #reportOf(id: string, isOfModel: boolean, allowsLocked: boolean): ReportedEvents {
    const [own, others] = isOfModel ? [this.byModel, this.byTask] : [this.byTask, this.byModel];
    const known = own.get(id);
    if (known) {
      if (known.allowsLocked !== allowsLocked) {
        this.conflict = `Inconsistent allow_locked setting in the passed events for ${id}`;
      }
      return known;
    }
    if (others.has(id)) this.conflict = "Inconsistent model_event setting in the passed events";
    const made: ReportedEvents = {
      ...{ id, allowsLocked, count: 0, bytes: 0, lastIteration: undefined },
      ...{ log: [], scalars: [], samples: [], plots: [] },
    };
    own.set(id, made);
    return made;
  }
}

function isEventType(type: string): type is EventType {
  return (eventTypes as readonly string[]).includes(type);
}

function readIteration(given: unknown): number | "invalid" {
  const read = readNumber(given);
  const whole = read === undefined ? Number.NaN : Math.trunc(read);
  return Number.isSafeInteger(whole) ? whole : "invalid";
}

function readNumber(given: unknown): number | undefined {
  const read = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
}

function readTime(given: unknown): number | undefined {
  const read = readNumber(given);
  return read !== undefined && read >= 0 && read <= lastMoment ? Math.trunc(read) : undefined;
}

function readName(given: unknown): string | undefined {
  const name = readText(given, longestName + 1);
  return name.length > longestName ? undefined : name;
}

const sourceForm = /["']source["']:\s?["']([a-z][a-z0-9+.-]{0,31}:\/\/[^"'\\]{1,4096})["']/gi;

function sourceUrlsOf(plot: string): string[] {
  const urls = new Set<string>();
  for (const [, url = ""] of plot.matchAll(sourceForm)) {
    urls.add(url);
    if (urls.size === mostPlotSources) break;
  }
  return [...urls];
}

/** As a database can hold it: without zero characters, and with no half of a pair. */
function readText(given: unknown, longest: number): string {
  if (given == null || typeof given === "object") return "";
  return String(given)
    .slice(0, longest)
    .replaceAll("\0", "")
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}
