import type { Call } from "../../call";
import { projectEditCalls } from "./edit-calls";
import { projectReadCalls } from "./read-calls";

export const projectCalls: Record<string, Call> = { ...projectEditCalls, ...projectReadCalls };
