import { z } from "zod";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const themeChoice = z.object({ theme: z.enum(themes) });
