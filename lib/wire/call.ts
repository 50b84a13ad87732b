import type { z } from "zod";
import type { Refusal } from "@/lib/core/outcome";
import { isStorable } from "@/lib/core/storable";
import { type Actor, type ActorWith, grant } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import type { CallerAccess } from "@/lib/operations/access/caller-access";
import type { ApiCaller } from "@/lib/server/api-caller";
import type { ResultCode } from "./result-codes";

export type CallContext = {
  caller: ApiCaller;
  /** What the caller may do, by a state that is no older than this call. */
  access(): Promise<CallerAccess>;
  /** Reads the caller's role; calls that need none stay at one query. */
  actor(): Promise<Actor>;
  /** Counts the call once for the project of what it names, also where it runs a second time. */
  isAbout(objectIds: readonly string[]): Promise<void>;
};

/** The caller, where their role allows it. */
export async function actorWith<P extends Permission>(
  context: CallContext,
  permission: P,
): Promise<ActorWith<P>> {
  const granted = grant(await context.actor(), permission);
  if (!granted) throw new WireRefusal("notAuthorized");
  return granted;
}

/** What reads are scoped by: the caller's workspace, and what they may see in it. */
export async function readerOf(context: CallContext) {
  return { workspaceId: context.caller.workspaceId, access: await context.access() };
}

/** Data to send, or data that is JSON text already. */
export type CallAnswer = { data: unknown } | { json: string };

/** Thrown by a call to answer with one of ClearML's codes. */
export class WireRefusal extends Error {
  constructor(
    readonly code: ResultCode,
    readonly detail?: string,
    /** For clients that are to come again: without it some try without end, and others not at all. */
    readonly retryAfterSeconds?: number,
  ) {
    super(detail ?? code);
  }
}

/** What a call takes that says nothing of its own. */
export const defaultBodyBytes = 1024 * 1024;
/** Clients send up to 15 MB in one batch. */
export const batchBodyBytes = 16 * 1024 * 1024;

/**
 * A field that names resources by id. The caller must have this access to each before the call runs; ids of what they
 * can't see are answered as unknown. A field that is not sent names nothing.
 */
export type ResourceRef = {
  field: string;
  resource: "project" | "task" | "model" | "queue";
  needs: "read" | "modify" | "manage";
  /** Where the request says `model_events`, the field names models. */
  orModels?: boolean;
};

export type Call = SignedInCall | OpenCall;

/** Answered to anybody. */
export type OpenCall = {
  minVersion: string;
  /** What it takes, for whoever reads the description of the interface. */
  schema: z.ZodType;
  open: true;
  run(context: OpenContext, parameters: unknown): Promise<CallAnswer>;
};

export type OpenContext = {
  /** Who calls, where the header says so rightly. */
  findCaller(): Promise<ApiCaller | undefined>;
};

export type SignedInCall = {
  minVersion: string;
  schema: z.ZodType;
  open?: false;
  /** Changes nothing, so that it may be done again after the database was away. */
  reads?: boolean;
  /** What is read with the credentials: the versions of the vaults that it answers with, or the role that it asks for. */
  readsAlong?: "vaults" | "membership";
  /** Whether a service account may ask by it to speak for a person. */
  impersonates?: boolean;
  /** For batches, whose bodies may be larger than `defaultBodyBytes`. */
  maxBodyBytes?: number;
  refs?: readonly ResourceRef[];
  /** Gets an `application/json-lines` body as `Lines`; one object counts as one line. */
  takesLines?: boolean;
  /** What clients of a version below `minVersion` ask for. */
  older?: SignedInCall;
  run(context: CallContext, parameters: unknown): Promise<CallAnswer>;
};

/** A call whose parameters are checked before it runs; fields that it does not know are passed over. */
export function call<S extends z.ZodType>(
  minVersion: string,
  schema: S,
  run: (context: CallContext, parameters: z.output<S>) => Promise<CallAnswer>,
  more: Pick<
    SignedInCall,
    "impersonates" | "reads" | "readsAlong" | "maxBodyBytes" | "refs" | "takesLines" | "older"
  > = {},
): SignedInCall {
  const { refs = [] } = more;
  return {
    ...more,
    minVersion,
    schema,
    async run(context, parameters) {
      const asked = checked(schema, parameters);
      // Lines are cleaned one by one: what programs print may hold anything.
      if (!more.takesLines) checkStorable(asked as Record<string, unknown>);
      if (refs.length > 0) {
        const isOfModels = (parameters as Record<string, unknown>).model_events === true;
        const named = refs.map((ref) =>
          ref.orModels && isOfModels ? { ...ref, resource: "model" as const } : ref,
        );
        checkRefs(named, asked as Record<string, unknown>, await context.access());
      }
      const objects = objectsNamedIn(asked as Record<string, unknown>);
      if (objects.length > 0) await context.isAbout(objects);
      return run(context, asked);
    },
  };
}

/** Anything of a call may become a value of a statement. */
function checkStorable(asked: Record<string, unknown>): void {
  for (const [field, value] of Object.entries(asked)) {
    if (!isStorable(value))
      throw new WireRefusal("validationError", `${field}: can’t contain a zero character`);
  }
}

/** By what a call is about first: where a task is moved, its own project comes before the one that it is moved to. */
const naming = ["task", "tasks", "model", "models", "id", "ids", "project", "projects"] as const;

/** One of each field that names resources; of events, what the first is of. */
function objectsNamedIn(asked: Record<string, unknown>): string[] {
  const objects: string[] = [];
  const given = Array.isArray(asked.lines) ? ((asked.lines[0] ?? {}) as Record<string, unknown>) : asked;
  for (const field of naming) {
    const value = given[field];
    const first = Array.isArray(value) ? value[0] : value;
    if (typeof first === "string" && first !== "") objects.push(first);
  }
  return objects;
}

const unknown = {
  project: "invalidProjectId",
  task: "invalidTaskId",
  model: "invalidModelId",
  queue: "invalidQueueId",
} as const;

function checkRefs(
  refs: readonly ResourceRef[],
  parameters: Record<string, unknown>,
  access: CallerAccess,
): void {
  for (const { field, resource, needs } of refs) {
    const named = parameters[field];
    for (const id of Array.isArray(named) ? named : [named]) {
      if (id == null || id === "") continue;
      if (!access.mayOf(resource, "read", id)) throw new WireRefusal(unknown[resource], `id=${cut(id)}`);
      if (!access.may(needs, id)) throw new WireRefusal("noWritePermission", `id=${cut(id)}`);
    }
  }
}

function cut(id: unknown): string {
  return String(id).slice(0, 64);
}

/** The same for a call that needs no credentials. */
export function openCall<S extends z.ZodType>(
  minVersion: string,
  schema: S,
  run: (context: OpenContext, parameters: z.output<S>) => Promise<CallAnswer>,
): OpenCall {
  return {
    open: true,
    minVersion,
    schema,
    run: (context, parameters) => run(context, checked(schema, parameters)),
  };
}

function checked<S extends z.ZodType>(schema: S, parameters: unknown): z.output<S> {
  const parsed = schema.safeParse(parameters);
  if (!parsed.success) throw refusalOf(parsed.error.issues, parameters);
  return parsed.data;
}

/** Parameters of an issue that ClearML finds in the document that it stores, and not in the request. */
export const invalidDocument = { answeredAs: "dataValidationError" } as const;

function isOfDocument(issue: z.core.$ZodIssue): boolean {
  return issue.code === "custom" && issue.params?.answeredAs === invalidDocument.answeredAs;
}

function refusalOf(issues: z.core.$ZodIssue[], parameters: unknown): WireRefusal {
  const given = parameters as Record<string, unknown>;
  const missing = issues.filter(({ path }) => path.length === 1 && given[String(path[0])] === undefined);
  if (missing.length > 0) {
    return new WireRefusal("missingRequiredFields", missing.map(({ path }) => path.join(".")).join(", "));
  }
  return new WireRefusal(
    issues.every(isOfDocument) ? "dataValidationError" : "validationError",
    issues
      .slice(0, 5)
      .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
      .join(", "),
  );
}

/** The sentence of an operation's refusal under the code that fits the call, or that says that access has ended. */
export function refuse(code: ResultCode, refusal: Refusal): WireRefusal {
  const accessEnded = refusal.code === "signed_out" || refusal.code === "forbidden";
  return new WireRefusal(
    accessEnded ? "notAuthorized" : code,
    Object.values(refusal.fields ?? {})[0] ?? refusal.message,
  );
}
