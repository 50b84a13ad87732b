import { done, type Outcome } from "@/lib/core/outcome";
import { reviewTexts, type SavedTexts, type TextsEdit } from "@/lib/core/resources/texts";
import type { ResourceUser } from "../writing";
import { editModels, type ModelRecord } from "./edit-models";

/** Renames and describes a model, unless somebody else did meanwhile. */
export async function describeModel(
  actor: ResourceUser,
  { modelId, ...edit }: TextsEdit & { modelId: string },
): Promise<Outcome<SavedTexts>> {
  const review = ({ name, comment: description, tags }: ModelRecord) =>
    reviewTexts({ name, description, tags }, edit);
  const edited = await editModels(actor, [modelId], (model) => {
    const { change } = review(model);
    if (!change) return done({});
    const { name, description: comment, tags } = change;
    return done({ name, comment, tags: [...tags].sort() });
  });
  if (!edited.ok) return edited;
  const [first] = edited.value;
  return done(first ? review(first.model).told : { saved: true });
}
