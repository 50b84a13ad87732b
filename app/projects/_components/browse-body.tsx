import type { ReactNode } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { ResourcePlaces } from "@/app/_components/frame/sidebar";
import { WorkspaceSwitcher } from "@/app/_components/frame/workspace-switcher";
import type { Actor } from "@/lib/core/workspace/actor";

export type BrowseBodyProps = {
  actor: Pick<Actor, "workspaceId" | "workspaceName">;
  /** All of one's own. */
  workspaces: readonly { id: string; name: string }[];
  /** Under the workspace's name. */
  summary?: string;
  /** Below the places: the project tree. */
  tree?: ReactNode;
  children: ReactNode;
};

/** A page of the workspace's resources, with the ways to the others beside it. */
export function BrowseBody({
  actor,
  workspaces,
  summary = "Your active workspace",
  tree,
  children,
}: BrowseBodyProps) {
  const { workspaceId: id, workspaceName: name } = actor;
  const others = workspaces
    .filter((each) => each.id !== id)
    .map((each) => ({ id: each.id, name: each.name }));
  return (
    <PageBody
      sidebar={
        <aside className="beside hidden md:block">
          <WorkspaceSwitcher workspace={{ id, name, role: summary, administered: false }} others={others} />
          <ResourcePlaces />
          {tree ? <div className="mt-4">{tree}</div> : null}
        </aside>
      }
    >
      {children}
    </PageBody>
  );
}
