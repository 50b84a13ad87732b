import type { z } from "zod";
import { type Refusal, refused } from "@/lib/core/outcome";

/** The first complaint about each field, at that field. */
export function invalidInput(error: z.ZodError): { ok: false; refusal: Refusal } {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join(".")] ??= issue.message;
  return refused("invalid", Object.values(fields)[0] ?? "This input is not valid.", fields);
}
