import type { Route } from "next";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { pathOf, readClientLink } from "@/lib/core/resources/client-link";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { isShown } from "@/lib/operations/resources/browse/linked";
import { requestPath } from "@/lib/server/current-actor";

export const clientLinkQuery = z.object({ id: z.string().optional().catch(undefined) });

/** Redirects from a URL that ClearML's clients print to the page of the same object. */
export async function followClientLink({
  actor,
  query,
}: {
  actor: ActorWith<"resources.use">;
  query: z.infer<typeof clientLinkQuery>;
}): Promise<never> {
  const { pathname } = new URL(await requestPath(), "http://steward.invalid");
  const place = readClientLink(pathname, query.id);
  if (!place || !(await isShown(actor, place))) notFound();
  redirect(pathOf(place) as Route);
}
