import { byteText } from "../resources/number-text";
import type { Figures } from "./limits";
import { plans } from "./plans";

/** Why the Free plan can't hold a workspace, one sentence each. Calls begin at zero with every month. */
export function whyNotFree({ users, artifacts, metrics }: Omit<Figures, "calls">): string[] {
  const { items } = plans.free;
  const [seats = 0, artifactBytes = 0, metricsBytes = 0] = [items.users, items.artifacts, items.metrics].map(
    ({ included }) => included,
  );
  return [
    users > seats
      ? `The workspace has ${users} users, and Free has ${seats} seats. Remove ${users - seats}.`
      : [],
    artifacts > artifactBytes
      ? `${byteText(artifacts)} of artifacts are stored, and Free holds ${byteText(artifactBytes)}. Delete ${byteText(artifacts - artifactBytes)}.`
      : [],
    metrics > metricsBytes
      ? `${byteText(metrics)} of metrics are stored, and Free holds ${byteText(metricsBytes)}. Delete ${byteText(metrics - metricsBytes)}.`
      : [],
  ].flat();
}
