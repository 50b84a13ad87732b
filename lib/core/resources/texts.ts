import { z } from "zod";

/** What people write about a resource. */
export type ResourceTexts = { name: string; description: string; tags: readonly string[] };

const mostTags = 100;
const mostTagLength = 100;
const mostDescription = 64 * 1024;

/** As people type tags: words between commas. */
export const typedTags = z
  .string()
  .max(mostTags * (mostTagLength + 2), "These are too many tags.")
  .transform((text) => [...new Set(text.split(",").map((tag) => tag.trim()))].filter((tag) => tag !== ""))
  .refine((list) => list.length <= mostTags, `At most ${mostTags} tags are possible.`)
  .refine(
    (list) => list.every((tag) => tag.length <= mostTagLength),
    `A tag can have at most ${mostTagLength} characters.`,
  );

export const typedDescription = z.string().trim().max(mostDescription, "The description is too long.");

/** Of a task, a model or a dataset. */
export const typedName = z
  .string()
  .trim()
  .min(3, "A name has at least 3 characters.")
  .max(1_000, "A name can have at most 1,000 characters.");

/** As they were when the form was drawn. */
const base = z.object({ name: z.string(), description: z.string(), tags: z.array(z.string()) });

/** An edit of these texts. Without tags those of the base stay: a tag can contain a comma. */
export function textsEdit<Name extends z.ZodType<string>>(name: Name) {
  return z.object({ name, description: typedDescription, tags: typedTags.nullable(), base });
}

export type TextsEdit = { name: string; description: string; tags: string[] | null; base: ResourceTexts };

/** Whether an edit was saved, or was not because somebody else saved other texts meanwhile. */
export type SavedTexts = { saved: true } | { saved: false; theirs: ResourceTexts };

/** What to write of an edit, and what its author is told. */
export function reviewTexts(
  saved: ResourceTexts,
  { base: before, ...edit }: TextsEdit,
): { change: ResourceTexts | undefined; told: SavedTexts } {
  const wanted = { ...edit, tags: edit.tags ?? before.tags };
  if (isSame(saved, wanted)) return { change: undefined, told: { saved: true } };
  if (!isSame(saved, before)) return { change: undefined, told: { saved: false, theirs: saved } };
  return { change: wanted, told: { saved: true } };
}

function isSame(one: ResourceTexts, other: ResourceTexts): boolean {
  return (
    one.name === other.name &&
    one.description === other.description &&
    JSON.stringify([...one.tags].sort()) === JSON.stringify([...other.tags].sort())
  );
}
