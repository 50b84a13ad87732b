import type { Refusal } from "@/lib/core/outcome";

export type FailureKind = "unreachable" | "outdated" | "unclear";

const messages: Record<FailureKind, string> = {
  unreachable: "Steward can’t be reached. Nothing was saved; try again.",
  outdated:
    "Steward was updated while this page was open, and nothing was saved. Copy what you typed, then reload.",
  unclear: "Steward gave no clear answer. Copy what you typed, then reload to see whether it was saved.",
};

/** Words for an action that gave no outcome. A browser that can't send or is cut off throws a TypeError. */
export function actionFailure(thrown: unknown, { online = true, outdated = false } = {}): Refusal {
  const kind = outdated ? "outdated" : !online || thrown instanceof TypeError ? "unreachable" : "unclear";
  return { code: "unexpected", message: messages[kind] };
}
