import type { z } from "zod";
import type { FormState } from "@/lib/core/form-state";
import type { Outcome } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { type ActionOptions, workspaceAction } from "./workspace-action";

/**
 * A `workspaceAction` for a form that browsers send by themselves, for pages that work without scripts. The first
 * argument is bound when the form is drawn; the others are those of `useActionState`.
 */
export function workspaceFormAction<P extends Permission, S extends z.ZodType, T>(
  permission: P,
  schema: S,
  run: (actor: ActorWith<P>, input: z.output<S>) => Promise<Outcome<T>>,
  options: ActionOptions<NoInfer<T>> = {},
): (drawnFor: string, before: FormState<T> | null, form: FormData) => Promise<FormState<T>> {
  const action = workspaceAction(permission, schema, run, options);
  return async (drawnFor, _before, form) => {
    const sent = form instanceof FormData ? textsOf(form) : {};
    return { ...(await action(drawnFor, sent as z.input<S>)), sent };
  };
}

/** Browsers send line ends as two characters. */
function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === "string" && !name.startsWith("$") ? [[name, value.replaceAll("\r\n", "\n")]] : [],
    ),
  );
}
