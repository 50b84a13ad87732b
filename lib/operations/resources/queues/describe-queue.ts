import { done, type Outcome } from "@/lib/core/outcome";
import { reviewTexts, type SavedTexts, type TextsEdit } from "@/lib/core/resources/texts";
import type { ResourceUser } from "../writing";
import { editQueue, type QueueRecord } from "./queues";

/** Renames and tags a queue, which has no description, unless somebody else did meanwhile. */
export async function describeQueue(
  actor: ResourceUser,
  { queueId, ...edit }: TextsEdit & { queueId: string },
): Promise<Outcome<SavedTexts>> {
  let told: SavedTexts = { saved: true };
  const change = ({ name, tags }: QueueRecord) => {
    const reviewed = reviewTexts({ name, description: "", tags }, { ...edit, description: "" });
    told = reviewed.told;
    const wanted = reviewed.change;
    if (!wanted) return {};
    return { ...(wanted.name === name ? {} : { name: wanted.name }), tags: [...wanted.tags].sort() };
  };
  const edited = await editQueue(actor, { queueId, change });
  return edited.ok ? done(told) : edited;
}
