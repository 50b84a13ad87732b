export const defaultTimeoutSeconds = 600;
/** A worker reports every half minute, so that a longer one would show none but dead workers. */
export const longestTimeoutSeconds = 7 * 24 * 3600;
/** Of one member, those that are not gone. */
export const mostWorkers = 1_000;
export const mostWorkersListed = 5_000;
export const mostProperties = 100;

export type WorkerProperty = {
  readonly key: string;
  readonly value: string;
  readonly expiresAt: string | null;
};

/** By their keys, the later ones in the place of the earlier; those that have expired are left out. */
export function withProperties(
  before: readonly WorkerProperty[],
  added: readonly WorkerProperty[],
  at: Date,
): WorkerProperty[] {
  const byKey = new Map([...before, ...added].map((property) => [property.key, property]));
  return livingProperties([...byKey.values()], at);
}

export function livingProperties(properties: readonly WorkerProperty[], at: Date): WorkerProperty[] {
  return properties.filter(({ expiresAt }) => expiresAt === null || new Date(expiresAt) > at);
}

const statNames = [
  ...["cpu_usage", "cpu_temperature", "gpu_usage", "gpu_temperature", "gpu_memory_free", "gpu_memory_used"],
  ...["memory_used", "memory_free", "network_tx", "network_rx"],
  ...["disk_free_home", "disk_free_temp", "disk_read", "disk_write"],
];
/** Processors or graphics cards of one machine. */
const mostUnits = 512;

/** The figures of a machine that ClearML knows; anything else in the report is left out. */
export function machineStatsOf(
  reported: Readonly<Record<string, unknown>>,
): Record<string, number | number[]> {
  const kept = statNames.flatMap((name) => {
    const figure = Object.hasOwn(reported, name) ? figureOf(reported[name]) : undefined;
    return figure === undefined ? [] : [[name, figure] as const];
  });
  return Object.fromEntries(kept);
}

function figureOf(value: unknown): number | number[] | undefined {
  if (typeof value === "number") return value;
  return Array.isArray(value) && value.length <= mostUnits && value.every((each) => typeof each === "number")
    ? value
    : undefined;
}
