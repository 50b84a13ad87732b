import { z } from "zod";
import { configurationLimits } from "./document";

export const configurationExport = z.object({ vaultTexts: z.boolean() });

export const configurationFile = z.object({
  text: z.string().max(configurationLimits.bytes, "A file can have at most 3 MB. Split it by sections."),
});

/** `fingerprint` is that of the plan that was shown. */
export const plannedFile = configurationFile.extend({ fingerprint: z.string().max(100) });
