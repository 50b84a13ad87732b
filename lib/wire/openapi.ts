import { apiVersion } from "@/lib/core/clearml-versions";
import { productVersion } from "@/lib/server/version";
import type { Call } from "./call";
import { calls } from "./calls/index";
import { describePaths, schemaOf } from "./openapi-paths";
import { resultCodes } from "./result-codes";
import { summaries } from "./summaries";

let text: string | undefined;

/** The description of all that programs may ask for as OpenAPI 3.1, in JSON. It depends on the program alone. */
export function openApiText(): string {
  text ??= JSON.stringify(describeCalls(calls));
  return text;
}

export function describeCalls(described: Readonly<Record<string, Call>>): Record<string, unknown> {
  const paths = Object.entries(described).map(([name, call]) => [
    `/api/${name}`,
    { post: operation(name, call) },
  ]);
  return {
    openapi: "3.1.0",
    info: {
      title: "Steward",
      version: productVersion,
      description: `ClearML's API ${apiVersion}, as the ClearML SDK and agent call it. GET and PUT are the same as POST. Every path also exists with a version, as in /api/v2.23/tasks.get_all.`,
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }, { credentials: [] }],
    paths: { ...describePaths(), ...Object.fromEntries(paths) },
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A token of auth.login." },
        credentials: { type: "http", scheme: "basic", description: "Access key and secret key." },
      },
      schemas: { envelope: envelopeSchema, refusal: envelopeSchema },
    },
  };
}

function operation(name: string, call: Call): Record<string, unknown> {
  const lines = !call.open && call.takesLines;
  const body = lines
    ? {
        "application/json-lines": {
          schema: { type: "string", description: "One JSON object on each line." },
        },
      }
    : { "application/json": { schema: schemaOf(call.schema) } };
  return {
    operationId: name,
    tags: [name.slice(0, name.indexOf("."))],
    summary: summaries[name],
    description: [
      `Since API ${call.minVersion}.`,
      ...(call.open ? [] : (call.refs ?? []).map(neededFor)),
    ].join(" "),
    ...(call.open ? { security: [] } : {}),
    requestBody: { content: body },
    responses: {
      200: {
        description: "Done. The answer is in data.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/envelope" } } },
      },
      default: {
        description: "Refused. meta contains the code, the subcode and a message.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/refusal" } } },
      },
    },
  };
}

function neededFor({ field, resource, needs }: { field: string; resource: string; needs: string }): string {
  return `Needs ${needs} access to the ${resource} in ${field}.`;
}

const codes = [...new Set(Object.values(resultCodes).map(([status]) => status))].sort((a, b) => a - b);

const envelopeSchema = {
  type: "object",
  required: ["meta", "data"],
  properties: {
    meta: {
      type: "object",
      properties: {
        id: { type: "string" },
        trx: { type: "string" },
        endpoint: {
          type: "object",
          properties: {
            name: { type: "string" },
            requested_version: { type: "string" },
            actual_version: { type: ["string", "null"] },
          },
        },
        result_code: { type: "integer", enum: codes },
        result_subcode: { type: "integer" },
        result_msg: { type: "string" },
        error_stack: { type: "null" },
        error_data: { type: "object" },
      },
    },
    data: { type: "object" },
  },
} as const;
