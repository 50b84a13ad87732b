import type { Call } from "../../call";
import { modelEditCalls } from "./edit-calls";
import { modelFlowCalls } from "./flow-calls";
import { modelReadCalls } from "./read-calls";

export const modelCalls: Record<string, Call> = { ...modelEditCalls, ...modelFlowCalls, ...modelReadCalls };
