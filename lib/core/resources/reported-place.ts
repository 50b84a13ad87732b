/** As a URL names what was reported of a metric and variant at an iteration. */
export function reportedPlace({
  metric,
  variant,
  iteration,
}: {
  metric: string;
  variant: string;
  iteration: number;
}): URLSearchParams {
  return new URLSearchParams({ metric, variant, iteration: String(iteration) });
}
