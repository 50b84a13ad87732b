import type { ListSpec } from "./list-request";

/** What lists of queues can be filtered and ordered by. */
export const queueListSpec: ListSpec = {
  fields: {
    id: "word",
    name: "name",
    tags: "words",
    system_tags: "words",
    created: "time",
    last_update: "time",
  },
  orderable: ["name", "created", "last_update"],
  defaultOrder: ["name"],
};

/** Queues that programs make for their own use are left out of lists that ask for none by name or id. */
export const hiddenQueueTags = ["k8s-glue"];

export const mostEntriesShown = 1_000;
/** Of all queues in one list together. */
export const mostEntriesListed = 10_000;
export const mostEntries = 100_000;

/** The order after one moves by so many places; it stays within the list. */
export function moveInOrder(
  ids: readonly string[],
  id: string,
  by: number,
): { ids: string[]; position: number } {
  const from = ids.indexOf(id);
  const others = ids.filter((each) => each !== id);
  const position = Math.min(Math.max(from + by, 0), others.length);
  return { ids: [...others.slice(0, position), id, ...others.slice(position)], position };
}
