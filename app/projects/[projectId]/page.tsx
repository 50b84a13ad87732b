import { notFound } from "next/navigation";
import { cache } from "react";
import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { browseQuery } from "@/lib/core/resources/browse";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { browse } from "@/lib/operations/resources/browse/projects";
import { requireSignedIn } from "@/lib/server/current-actor";
import { ProjectView } from "../_components/project-view";

/** Read once, for the page and for its title. */
const shownProject = cache(
  async (actor: ActorWith<"resources.use">, projectId: string, queryText: string) => {
    const { preferences } = await requireSignedIn("resources.use");
    const browsed = await browse(actor, projectId, JSON.parse(queryText), preferences);
    if (!browsed?.tree.current) notFound();
    return { browsed, name: browsed.tree.current.basename };
  },
);

export const generateMetadata = workspaceTitle(
  "resources.use",
  async (actor, { projectId = "" }, query) =>
    (await shownProject(actor, projectId, JSON.stringify(browseQuery.parse(query)))).name,
);

export default workspacePage(
  "resources.use",
  browseQuery,
  async ({ actor, workspaces, query, params: { projectId = "" }, now }) => {
    const { browsed } = await shownProject(actor, projectId, JSON.stringify(query));
    return <ProjectView {...{ actor, workspaces, browsed, query, now }} />;
  },
);
