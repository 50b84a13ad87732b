import { z } from "zod";

const properties = z.record(z.string(), z.unknown()).optional();
const name = z.string().min(1);
const context = z.record(z.string(), z.unknown()).optional();

const subject = z.object({
  type: name,
  id: name,
  properties: z.looseObject({ on_behalf_of: z.string().min(1).optional() }).optional(),
});
const action = z.object({ name, properties });
const resource = z.object({ type: name, id: name, properties });
const searchedFor = z.object({ type: name, properties });

export const mostResults = 1_000;
const defaultResults = 100;

const page = z
  .object({
    token: z.string().default(""),
    limit: z
      .int()
      .min(1)
      .default(defaultResults)
      .transform((limit) => Math.min(limit, mostResults)),
  })
  .default({ token: "", limit: defaultResults });

export const evaluation = z.object({ subject, action, resource, context });
export const subjectSearch = z.object({ subject: searchedFor, action, resource, context, page });
export const resourceSearch = z.object({ subject, action, resource: searchedFor, context, page });
export const actionSearch = z.object({ subject, resource, context, page });

export type Evaluation = z.output<typeof evaluation>;
export type SubjectSearch = z.output<typeof subjectSearch>;
export type ResourceSearch = z.output<typeof resourceSearch>;
export type ActionSearch = z.output<typeof actionSearch>;

export const mostEvaluations = 1_000;

export const batchSemantics = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;
export type BatchSemantic = (typeof batchSemantics)[number];

export const batch = z.object({
  evaluations: z.array(z.record(z.string(), z.unknown())).max(mostEvaluations).optional(),
  options: z.looseObject({ evaluations_semantic: z.enum(batchSemantics).optional() }).optional(),
});

const defaulted = ["subject", "action", "resource", "context"] as const;

/** An item of a batch with what it leaves out; a part that it names replaces the whole of the default. */
export function withDefaults(
  item: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    defaulted.map((part) => [part, Object.hasOwn(item, part) ? item[part] : defaults[part]]),
  );
}

/** Whether the answers of a batch end with this one. */
export function endsBatch(semantic: BatchSemantic, decision: boolean): boolean {
  switch (semantic) {
    case "execute_all":
      return false;
    case "deny_on_first_deny":
      return !decision;
    case "permit_on_first_permit":
      return decision;
  }
}

/** What is wrong with a request, in one sentence that names the field. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const field = issue?.path.join(".") || "The body";
  if (issue?.code === "too_big" && issue.path[0] === "evaluations") {
    return `evaluations can contain at most ${mostEvaluations} items.`;
  }
  return issue?.code === "invalid_value"
    ? `${field} must be one of ${batchSemantics.join(", ")}.`
    : `${field} is missing or is not valid.`;
}
