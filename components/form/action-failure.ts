import type { Refusal } from "@/lib/core/outcome";

/** Words for an action that gave no outcome: the request did not arrive, or something else answered it. */
export function actionFailure(thrown: unknown, online = true): Refusal {
  if (!online || thrown instanceof TypeError) {
    return {
      code: "unexpected",
      message: "Steward can’t be reached. Nothing was saved; try again.",
    };
  }
  return {
    code: "unexpected",
    message: "Steward gave no clear answer. Copy what you typed, then reload to see whether it was saved.",
  };
}
