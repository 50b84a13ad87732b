import { z } from "zod";
import { isStorable } from "@/lib/core/storable";

/** A text that the database takes. */
export const storable = z.string().refine(isStorable, "can’t contain a zero character");
