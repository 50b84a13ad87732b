import type { Call } from "../../call";
import { addingCalls } from "./add";
import { readingCalls } from "./read";

export const eventCalls: Record<string, Call> = { ...addingCalls, ...readingCalls };
