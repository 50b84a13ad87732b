import type { Call } from "../../call";
import { addingCalls } from "./add";
import { deletingCalls } from "./delete";
import { plotCalls } from "./plots";
import { listingCalls } from "./read-events";
import { logCalls } from "./read-log";
import { metricCalls } from "./read-metrics";
import { sampleCalls } from "./read-samples";
import { scalarCalls } from "./read-scalars";

export const eventCalls: Record<string, Call> = {
  ...addingCalls,
  ...deletingCalls,
  ...listingCalls,
  ...logCalls,
  ...metricCalls,
  ...plotCalls,
  ...sampleCalls,
  ...scalarCalls,
};
