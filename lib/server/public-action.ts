import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { type Outcome, refused } from "@/lib/core/outcome";
import { noteActionStart, requestIp } from "./current-actor";
import { invalidInput } from "./invalid-input";
import { logUnexpected } from "./log";

/** A server action that anybody may call; what it needs as proof is part of its input. */
export function publicAction<S extends z.ZodType, T>(
  schema: S,
  run: (input: z.output<S>, ip: string | null) => Promise<Outcome<T>>,
): (input: z.input<S>) => Promise<Outcome<T>> {
  return async (input) => {
    try {
      await noteActionStart();
      const parsed = schema.safeParse(input);
      if (!parsed.success) return invalidInput(parsed.error);
      return await run(parsed.data, await requestIp());
    } catch (error) {
      unstable_rethrow(error);
      return refused(
        "unexpected",
        `Something went wrong. Reference ${logUnexpected(error, "public action")}.`,
      );
    }
  };
}
