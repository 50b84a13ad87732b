type Place = { readonly metric: string; readonly variant: string; readonly iteration: number };

/** Of one metric and variant: the sample of an iteration, or of the last one before it. */
export function sampleAt<S extends Place>(
  samples: readonly S[],
  { metric, variant }: Pick<Place, "metric" | "variant">,
  iteration?: number | null,
): { found: S | undefined; least: number | undefined; most: number | undefined } {
  let found: S | undefined;
  let least: number | undefined;
  let most: number | undefined;
  for (const each of samples) {
    if (each.metric !== metric || each.variant !== variant) continue;
    least = Math.min(least ?? each.iteration, each.iteration);
    most = Math.max(most ?? each.iteration, each.iteration);
    if (iteration != null && each.iteration > iteration) continue;
    if (!found || each.iteration > found.iteration) found = each;
  }
  return { found, least, most };
}

/** The next sample of the iteration by metric and variant; where it has no other, the first of the next iteration. */
export function nextSample<S extends Place>(
  samples: readonly S[],
  from: Place,
  { earlier, skipsIteration }: { earlier: boolean; skipsIteration: boolean },
): S | undefined {
  const direction = earlier ? -1 : 1;
  let next: S | undefined;
  for (const each of samples) {
    if (skipsIteration && each.iteration === from.iteration) continue;
    if (direction * order(each, from) <= 0) continue;
    if (!next || direction * order(each, next) < 0) next = each;
  }
  return next;
}

function order(one: Place, other: Place): number {
  return (
    one.iteration - other.iteration ||
    compare(one.metric, other.metric) ||
    compare(one.variant, other.variant)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
