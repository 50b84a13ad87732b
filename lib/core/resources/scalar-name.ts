export type ScalarName = { metric: string; variant: string };

/** 'val/mAP'. */
export function scalarText({ metric, variant }: ScalarName): string {
  return `${encodeURIComponent(metric)}/${encodeURIComponent(variant)}`;
}

/** What `scalarText` wrote. */
export function scalarNamed(text: string): ScalarName | undefined {
  const [metric, variant, ...more] = text.split("/");
  if (metric === undefined || variant === undefined || more.length > 0 || text.includes("%00"))
    return undefined;
  try {
    return { metric: decodeURIComponent(metric), variant: decodeURIComponent(variant) };
  } catch {
    return undefined;
  }
}
