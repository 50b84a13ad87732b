import type { Refusal } from "@/lib/core/outcome";

export type FailureKind = "unreachable" | "outdated" | "unclear";

const messages: Record<FailureKind, string> = {
  unreachable: "Steward can’t be reached. Nothing was saved. Try again.",
  outdated:
    "Steward was updated while this page was open, so nothing was saved. Copy what you entered, then reload the page.",
  unclear:
    "Steward returned an unexpected response. Copy what you entered, then reload the page to see whether it was saved.",
};

/** Words for an action that gave no outcome. A browser that can't send or is cut off throws a TypeError. */
export function actionFailure(thrown: unknown, { online = true, outdated = false } = {}): Refusal {
  const kind = outdated ? "outdated" : !online || thrown instanceof TypeError ? "unreachable" : "unclear";
  return { code: "unexpected", message: messages[kind] };
}
