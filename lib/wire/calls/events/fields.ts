import { z } from "zod";
import type { Reporter, ReporterKind, Reporters } from "@/db/reads/reporters";
import { type CallContext, WireRefusal } from "../../call";

export const id = z.string().min(1).max(64);
export const ids = z.array(id).min(1).max(100);
export const name = z.string().max(1_024);
export const eventType = z.string().max(100).nullish();
export const variants = z.array(name).max(1_000).nullish();
/** Whether the ids are those of models. */
export const modelEvents = z.boolean().nullish();
type Asked = { model_events?: boolean | null | undefined };

export const kindOf = (asked: Asked): ReporterKind => (asked.model_events ? "model" : "task");

/** What a request names by `task`. */
export function reporterOf({ caller }: CallContext, asked: Asked & { task: string }): Reporter {
  return { kind: kindOf(asked), workspaceId: caller.workspaceId, id: asked.task };
}

/** What a request names by `tasks`. */
export function reportersOf({ caller }: CallContext, asked: Asked & { tasks: readonly string[] }): Reporters {
  return { kind: kindOf(asked), workspaceId: caller.workspaceId, ids: asked.tasks };
}
export const choice = z.object({ metric: name, variants });
export const choices = z.array(choice).max(1_000).nullish();
export const scrollId = z.string().max(8_000).nullish();
export const sorting = z.enum(["asc", "desc"]).nullish();

const read = { resource: "task", needs: "read", orModels: true } as const;
/** Also of a model, where the request says `model_events`. */
export const ofTask = { reads: true, refs: [{ field: "task", ...read }] } as const;
export const ofTasks = { reads: true, refs: [{ field: "tasks", ...read }] } as const;
/** Models have no log. */
export const ofLog = { reads: true, refs: [{ field: "task", resource: "task", needs: "read" }] } as const;

export function invalidScroll(scroll: string): WireRefusal {
  return new WireRefusal("invalidScrollId", `scroll_id=${scroll.slice(0, 64)}`);
}

const mostEvents = 10_000;

/** How many were answered before. */
export function positionOf(scroll: string | null | undefined): number {
  const position = /^position-(\d{1,8})$/.exec(scroll ?? "")?.[1];
  if (scroll && !position) throw invalidScroll(scroll);
  return Number(position ?? 0);
}

/** An object whose keys are names that clients give. */
export function nested<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

/** As many as are asked for, from where a scroll left off. */
export function pageOf<T>(all: readonly T[], size: number, scroll: string | null | undefined) {
  const from = positionOf(scroll);
  const events = all.slice(from, from + Math.min(size, mostEvents));
  return {
    ...{ events, returned: events.length, total: all.length },
    scroll_id: `position-${from + events.length}`,
  };
}
