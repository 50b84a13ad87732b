import type { Call } from "../../call";
import { addingCalls } from "./add";
import { otherEventCalls } from "./other";
import { readingCalls } from "./read";
import { sampleCalls } from "./read-samples";
import { scalarCalls } from "./read-scalars";

export const eventCalls: Record<string, Call> = {
  ...addingCalls,
  ...readingCalls,
  ...scalarCalls,
  ...sampleCalls,
  ...otherEventCalls,
};
