import type { Call } from "../../call";
import { addingCalls } from "./add";

export const eventCalls: Record<string, Call> = { ...addingCalls };
