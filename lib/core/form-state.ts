import type { Outcome } from "./outcome";

/** What a form that browsers send by themselves is drawn with again: what came of it, and what was sent. */
export type FormState<T> = Outcome<T> & { sent: Record<string, string> };
