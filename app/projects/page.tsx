import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { browseQuery } from "@/lib/core/resources/browse";
import { browse } from "@/lib/operations/resources/browse/projects";
import { ProjectView } from "./_components/project-view";

export const metadata: Metadata = { title: "Projects" };

export default workspacePage("resources.use", browseQuery, async (page) => {
  const { actor, workspaces, preferences, query, now } = page;
  const browsed = await browse(actor, null, query, preferences);
  if (!browsed) notFound();
  return <ProjectView {...{ actor, workspaces, browsed, query, now }} />;
});
