import type { UsageNotice } from "../account/notifications";
import type { UsageWarning } from "./limits";
import type { Meter } from "./plans";

export const meterLabels: Record<Meter, string> = {
  users: "Users",
  artifacts: "Artifact storage",
  metrics: "Metrics storage",
  calls: "API calls this month",
};

/** What happens once all that is included is used. */
const consequences: Record<Meter, string> = {
  users: "Nobody else can join.",
  artifacts: "Uploads are refused. Everything that is stored stays readable.",
  metrics: "Metrics and logs are no longer stored. Everything that is stored stays readable.",
  calls: "Programs can’t start or report anything until next month. They can still read.",
};

export function warningTitle({ meter, threshold }: UsageWarning, goesOn: boolean): string {
  if (threshold < 100) return `${meterLabels[meter]}: ${threshold} % used`;
  return goesOn
    ? `${meterLabels[meter]}: past what the plan includes`
    : `${meterLabels[meter]}: limit reached`;
}

/** What that means, now or soon. */
export function warningAdvice({
  meter,
  threshold,
  goesOn,
}: Omit<UsageNotice, "workspaceId" | "workspaceName">): string {
  if (goesOn)
    return threshold < 100 ? "Use past the plan is charged." : "Use past the plan is charged from now on.";
  return threshold < 100 ? `At the limit: ${consequences[meter]}` : consequences[meter];
}
