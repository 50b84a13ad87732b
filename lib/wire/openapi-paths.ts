import { z } from "zod";
import {
  actionSearch,
  batch,
  evaluation,
  resourceSearch,
  subjectSearch,
} from "@/lib/core/access/decisions/request";
import { configurationPaths } from "./configuration-paths";
import { decisionPaths, discoveryPath } from "./decisions/discovery";

type Described = Record<string, unknown>;
type Operation = {
  id: string;
  tag: string;
  summary: string;
  description?: string;
  isOpen?: boolean;
  parameters?: Described[];
  body?: Described;
  /** By status. */
  answers: Record<string, string>;
  answerType?: string;
};

/** As JSON Schema, of what a client may send. */
export function schemaOf(schema: z.ZodType): Described {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return described;
}

/** What is not a call of ClearML's API: health, vault, files and decisions. */
export function describePaths(): Record<string, Record<string, Described>> {
  return {
    "/api/health/live": { get: operation(health("live", "Tells whether the process answers.")) },
    "/api/health/ready": { get: operation(health("ready", "Tells whether the database can be reached.")) },
    "/api/vault": { get: operation(vault) },
    "/api/stripe/webhook": { post: operation(stripeWebhook) },
    [configurationPaths.export]: { get: operation(configurationExport) },
    [configurationPaths.plan]: { post: operation(configurationPlan) },
    [configurationPaths.apply]: { post: operation(configurationApply) },
    "/files": { post: operation(upload) },
    "/files/delete_many": { post: operation(deletion) },
    "/files/{path}": {
      get: operation(download),
      delete: operation({ ...ofFile, id: "files.delete", summary: "Deletes a file." }),
    },
    [discoveryPath]: { get: operation(discovery) },
    ...Object.fromEntries(
      Object.entries(decisionOperations).map(([key, described]) => [
        decisionPaths[key as keyof typeof decisionPaths],
        { post: operation(described) },
      ]),
    ),
  };
}

function operation({
  id,
  tag,
  summary,
  description,
  isOpen,
  parameters,
  body,
  answers,
  answerType,
}: Operation) {
  const type = answerType ?? "text/plain";
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    ...(isOpen ? { security: [] } : {}),
    ...(parameters ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: body } } : {}),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, sentence]) => [
        status,
        {
          description: sentence,
          content: { [status === "200" ? type : "text/plain"]: { schema: answerSchema(status, type) } },
        },
      ]),
    ),
  };
}

function answerSchema(status: string, type: string): Described {
  return { type: status === "200" && type === "application/json" ? "object" : "string" };
}

const refusedCaller = {
  401: "The API credentials or the token are missing or not valid.",
  429: "Too many refused attempts. Retry-After tells when to try again.",
};
const away = { 503: "The database can’t be reached. Try again after Retry-After." };

function health(check: "live" | "ready", summary: string): Operation {
  return {
    id: `health.${check}`,
    tag: "health",
    summary,
    isOpen: true,
    answers: { 200: "Yes.", ...(check === "ready" ? { 503: "No." } : {}) },
    answerType: "application/json",
  };
}

const inQuery = (name: string, values: readonly string[], description: string) => ({
  name,
  in: "query",
  description,
  schema: { type: "string", enum: values },
});

const vault: Operation = {
  id: "vault.get",
  tag: "vault",
  summary: "Returns the configuration that a client with these credentials receives.",
  description: "ETag and If-None-Match are supported. The Accept header can name the format as well.",
  parameters: [
    inQuery("format", ["hocon", "json", "yaml"], "The format of the answer."),
    inQuery("layers", ["1"], "Returns each vault by itself, in the order in which they apply."),
  ],
  answers: {
    200: "The configuration.",
    304: "It has not changed.",
    406: "No format of the Accept header is supported.",
    ...refusedCaller,
    ...away,
  },
};

const stripeWebhook: Operation = {
  id: "stripe.webhook",
  tag: "billing",
  summary: "Takes an event of Stripe, with its signature in the header Stripe-Signature.",
  isOpen: true,
  body: { "application/json": { schema: { type: "object" } } },
  answers: {
    200: "The event is stored, was known already, or is of no concern.",
    400: "The signature, the time, the account or the mode is not the right one.",
    404: "No webhook is configured.",
    413: "The event is too large.",
  },
};

const ofConfiguration = {
  tag: "access configuration",
  description: "For API credentials of admins, and of service accounts in the group Admins.",
};
const configurationFile = { "application/yaml": { schema: { type: "string" } } };
const configurationRefusals = {
  400: "The file has errors. Each has a line, a column and a message.",
  403: "The caller can’t manage the access configuration.",
  ...refusedCaller,
  ...away,
};

const configurationExport: Operation = {
  ...ofConfiguration,
  id: "access_configuration.export",
  summary: "Returns groups, access rules, guards and administrator vaults as one YAML file.",
  parameters: [inQuery("vault_texts", ["include", "omit"], "Whether the texts of vaults are in the file.")],
  answers: { 200: "The file.", 403: configurationRefusals[403], ...refusedCaller, ...away },
  answerType: "application/yaml",
};

const configurationPlan: Operation = {
  ...ofConfiguration,
  id: "access_configuration.plan",
  summary: "Tells what a file would change, and who would gain or lose access. Nothing is changed.",
  parameters: [{ name: "page", in: "query", description: "Of principals.", schema: { type: "integer" } }],
  body: configurationFile,
  answers: {
    200: "The changes, and a fingerprint for the request that applies them.",
    ...configurationRefusals,
  },
  answerType: "application/json",
};

const configurationApply: Operation = {
  ...ofConfiguration,
  id: "access_configuration.apply",
  summary: "Makes the workspace equal to a file, all of it or nothing.",
  parameters: [
    {
      ...{ name: "If-Match", in: "header", required: true, schema: { type: "string" } },
      description: "The fingerprint of the plan, in double quotes.",
    },
    inQuery("break_guards", ["true"], "Applies it even if it breaks guards."),
  ],
  body: configurationFile,
  answers: {
    200: "The workspace is equal to the file.",
    409: "It would break a guard.",
    412: "The workspace has changed since the plan. The answer is the new plan.",
    428: "If-Match is missing.",
    ...configurationRefusals,
  },
  answerType: "application/json",
};

const upload: Operation = {
  id: "files.upload",
  tag: "files",
  summary: "Stores files.",
  description:
    "The name of each part is the path of a file, below the name and ID of the task that it belongs to.",
  body: {
    "multipart/form-data": {
      schema: { type: "object", additionalProperties: { type: "string", format: "binary" } },
    },
  },
  answers: {
    200: "All of them are stored.",
    403: "The task of a path can’t be modified by the caller.",
    413: "A file is larger than is allowed.",
    507: "There is not enough free space.",
    ...refusedCaller,
    ...away,
  },
};

const deletion: Operation = {
  id: "files.delete_many",
  tag: "files",
  summary: "Deletes files.",
  body: {
    "application/json": {
      schema: {
        type: "object",
        required: ["files"],
        properties: { files: { type: "array", items: { type: "string" } } },
      },
    },
  },
  answers: { 200: "Tells which files were deleted, and which were not.", ...refusedCaller, ...away },
  answerType: "application/json",
};

const ofFile = {
  tag: "files",
  parameters: [{ name: "path", in: "path", required: true, schema: { type: "string" } }],
  answers: {
    200: "Done.",
    404: "There is no such file, or the caller can’t read it.",
    ...refusedCaller,
    ...away,
  },
};

const download: Operation = {
  ...ofFile,
  id: "files.download",
  summary: "Returns a file.",
  description: "Range, If-Range and If-None-Match are supported. HEAD is the same without the content.",
  answers: { ...ofFile.answers, 206: "The part that Range asks for.", 416: "The file has no such bytes." },
  answerType: "application/octet-stream",
};

const discovery: Operation = {
  id: "decisions.discovery",
  tag: "decisions",
  summary: "Names the endpoints of the decision API, as OpenID AuthZEN 1.0 describes.",
  isOpen: true,
  answers: { 200: "The endpoints." },
  answerType: "application/json",
};

function decision(id: string, summary: string, schema: z.ZodType): Operation {
  return {
    id: `decisions.${id}`,
    tag: "decisions",
    summary,
    description: "For API credentials of admins, and of service accounts that are allowed to ask.",
    body: { "application/json": { schema: schemaOf(schema) } },
    answers: {
      200: "The decision, or a page of what was found.",
      400: "A field of the request is missing or not valid.",
      403: "The caller can’t ask for access decisions.",
      ...refusedCaller,
      429: "Too many decisions, or too many refused attempts. Retry-After tells when to try again.",
      ...away,
    },
    answerType: "application/json",
  };
}

const decisionOperations: Record<keyof typeof decisionPaths, Operation> = {
  access_evaluation_endpoint: decision(
    "evaluate",
    "Tells whether a subject may do an action on a resource.",
    evaluation,
  ),
  access_evaluations_endpoint: decision("evaluate_many", "Answers several questions at once.", batch),
  search_subject_endpoint: decision(
    "search_subjects",
    "Lists who may do an action on a resource.",
    subjectSearch,
  ),
  search_resource_endpoint: decision(
    "search_resources",
    "Lists the resources on which a subject may do an action.",
    resourceSearch,
  ),
  search_action_endpoint: decision(
    "search_actions",
    "Lists what a subject may do on a resource.",
    actionSearch,
  ),
};
