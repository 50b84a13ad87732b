import { z } from "zod";
import { invalidDocument } from "../call";

const least = 3;

/** The name of a task, a model or a queue. ClearML takes one that is too short for a mistake in the document. */
export function documentName(most: number) {
  return z
    .string()
    .trim()
    .max(most)
    .refine((name) => name.length >= least, {
      message: `a name has at least ${least} characters`,
      params: invalidDocument,
    })
    .meta({ minLength: least });
}
