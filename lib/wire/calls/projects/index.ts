import type { Call } from "../../call";
import { projectEditCalls } from "./edit-calls";
import { projectExtendedCalls } from "./extended-calls";
import { projectFacetCalls } from "./facet-calls";
import { projectReadCalls } from "./read-calls";

export const projectCalls: Record<string, Call> = {
  ...projectEditCalls,
  ...projectExtendedCalls,
  ...projectFacetCalls,
  ...projectReadCalls,
};
