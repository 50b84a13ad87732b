import type { LinkedPlace } from "@/lib/core/resources/client-link";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";

/** Whether there is such a place, as far as the actor may know. */
export async function isShown(actor: ResourceUser, place: LinkedPlace): Promise<boolean> {
  if (place.type === "list") return true;
  const access = await accessOfActor(actor);
  return access.mayOf(place.type, place.type === "project" ? "visible" : "read", place.id);
}
