import type { ReactNode } from "react";
import { LevelBadge } from "@/app/_components/access/level-badge";
import { listHref } from "@/app/_components/list/list-href";
import { ListPage } from "@/app/_components/list/list-page";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Box, Database, FlaskConical, FolderTree, Table2, X } from "@/components/ui/icons";
import { IdBadge } from "@/components/ui/id-badge";
import { BareLink, Link } from "@/components/ui/link";
import { TabLinks } from "@/components/ui/tab-links";
import { type BrowsedKind, type BrowseQuery, browsedKinds } from "@/lib/core/resources/browse";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { BrowsedPage, ShownAccess } from "@/lib/operations/resources/browse/projects";
import { BrowseBody, type BrowseBodyProps } from "./browse-body";
import { BrowseFilters } from "./browse-filters";
import { BrowsedTable } from "./browsed-table";
import { DeleteProjectDialog } from "./delete-project-dialog";
import { EditProjectDialog } from "./edit-project-dialog";
import { MoveProjectDialog } from "./move-project-dialog";
import { NewProjectDialog } from "./new-project-dialog";
import { ProjectPath } from "./project-path";
import { ProjectTree, stepsTo } from "./project-tree";
import { WhoCanLink } from "./who-can-link";

export type ProjectViewProps = {
  actor: ActorWith<"resources.use">;
  workspaces: BrowseBodyProps["workspaces"];
  browsed: BrowsedPage;
  query: BrowseQuery;
  now: number;
};

const kinds: Record<BrowsedKind, { label: string; icon: ReactNode; nothingYet: string }> = {
  tasks: {
    label: "Tasks",
    icon: <FlaskConical />,
    nothingYet:
      "Run a task with the SDK and it appears here: Task.init(project_name, task_name) creates both.",
  },
  models: {
    label: "Models",
    icon: <Box />,
    nothingYet: "A task that saves a model with the SDK registers it here.",
  },
  datasets: {
    label: "Datasets",
    icon: <Database />,
    nothingYet: "Dataset.create in the SDK makes a dataset, and each of its versions appears here.",
  },
  dataviews: {
    label: "Dataviews",
    icon: <Table2 />,
    nothingYet: "A dataview selects frames out of datasets, and appears here.",
  },
};

const grouped = new Intl.NumberFormat("en");

/** A project, or all of them: its tree, and the list of what it holds. */
export function ProjectView({ actor, workspaces, browsed, query, now }: ProjectViewProps) {
  const { tree, page, counts, access } = browsed;
  const project = tree.current;
  const projectId = project?.id ?? null;
  const path = projectId ? `/projects/${projectId}` : "/projects";
  const isBlank = browsed.isBlank && project === null;
  const { label, icon, nothingYet } = kinds[query.kind];
  const noun = label.toLowerCase();
  const below = tree.nodes.filter((node) => node.parentId === projectId);
  const known = tree.nodes.map(({ name }) => name);
  const tabs = browsedKinds.map((kind) => ({
    href: listHref(path, { search: "", page: 1, kind, hidden: query.hidden }),
    label: kinds[kind].label,
    count: counts[kind],
    current: kind === query.kind,
  }));

  return (
    <BrowseBody
      actor={actor}
      workspaces={workspaces}
      summary={`${grouped.format(tree.tasks)} ${tree.tasks === 1 ? "task" : "tasks"} you may see`}
      tree={
        isBlank ? undefined : (
          <ProjectTree tree={tree} query={query} currentId={projectId} showsHidden={browsed.showsHidden} />
        )
      }
    >
      {project ? <ProjectPath steps={stepsTo(tree.nodes, projectId)} /> : null}
      <ListPage
        title={project?.basename ?? "Projects"}
        badges={
          project ? (
            <>
              <IdBadge value={project.id} label="ID of the project" />
              {access === "visible" ? null : <LevelBadge level={access} />}
            </>
          ) : null
        }
        description={isBlank ? undefined : descriptionOf(project?.description, access, project !== null)}
        actions={
          <>
            {project ? <WhoCanLink actor={actor} object={project.id} /> : null}
            {project && access === "modify" ? (
              <>
                <EditProjectDialog workspaceId={actor.workspaceId} project={project} />
                <MoveProjectDialog workspaceId={actor.workspaceId} project={project} known={known} />
                <DeleteProjectDialog workspaceId={actor.workspaceId} project={project} />
              </>
            ) : null}
            {browsed.mayCreateProject ? (
              <NewProjectDialog
                workspaceId={actor.workspaceId}
                location={project?.name ?? ""}
                known={known}
              />
            ) : null}
          </>
        }
        path={path}
        query={isBlank ? { search: "", page: 1 } : query}
        page={page}
        noun={noun}
        icon={isBlank ? <FolderTree /> : icon}
        searchLabel="Name, tag or ID"
        tabs={
          isBlank ? undefined : (
            <>
              {project && project.tags.length > 0 ? (
                <ul aria-label="Tags" className="-mt-3 mb-3 flex flex-wrap gap-1.5">
                  {project.tags.map((tag) => (
                    <li key={tag}>
                      <Badge tone="outline">{tag}</Badge>
                    </li>
                  ))}
                </ul>
              ) : null}
              <Below nodes={below} query={query} />
              <TabLinks label="Lists" tabs={tabs} className="mb-3" />
            </>
          )
        }
        filters={
          isBlank ? undefined : (
            <>
              <BrowseFilters
                workspaceId={actor.workspaceId}
                path={path}
                query={query}
                ownerName={browsed.ownerName}
                scalar={browsed.scalar}
                scalars={browsed.scalars}
              />
              {query.tag ? (
                <ButtonLink
                  href={listHref(path, { ...query, tag: "", page: 1 })}
                  icon={<X aria-hidden />}
                  aria-label={`Clear the filter by the tag ${query.tag}`}
                >
                  Tag {query.tag}
                </ButtonLink>
              ) : null}
            </>
          )
        }
        nothingFits={{
          title: query.archived ? `No archived ${noun}` : `No ${noun} found`,
          text: query.archived
            ? `No archived ${noun} match what you chose.`
            : `No ${noun} here match your search and filters.`,
        }}
        nothingYet={
          isBlank
            ? nothingAtAll(browsed.mayCreateProject)
            : {
                title: project ? `No ${noun} in this project yet` : `No ${noun} yet`,
                text: nothingYet,
                link: <Link href="/settings/help">How a client connects</Link>,
              }
        }
      >
        <BrowsedTable
          workspaceId={actor.workspaceId}
          rows={page.rows}
          path={path}
          query={query}
          projectId={projectId}
          scalar={browsed.scalar}
          now={now}
        />
      </ListPage>
    </BrowseBody>
  );
}

function nothingAtAll(mayCreate: boolean) {
  if (!mayCreate) {
    return {
      title: "Nothing is shared with you yet",
      text: "Projects and tasks appear here as soon as an access rule gives you access to them. Ask an admin of the workspace for it.",
    };
  }
  return {
    title: "No projects yet",
    text: "Run a task with the SDK, and it appears here: Task.init(project_name, task_name) creates both. Or create a project first.",
    link: <Link href="/settings/help">How a client connects</Link>,
  };
}

function descriptionOf(
  description: string | undefined,
  access: ShownAccess,
  isProject: boolean,
): string | undefined {
  if (!isProject) return "Everything that you may see in this workspace, projects below included.";
  if (access === "visible") {
    return "You may see the name of this project, since it contains something that is shared with you.";
  }
  return description || undefined;
}

/** Where there is no room for the tree: the projects in this one. */
function Below({
  nodes,
  query,
}: {
  nodes: BrowsedPage["tree"]["nodes"];
  query: Pick<BrowseQuery, "kind" | "hidden">;
}) {
  if (nodes.length === 0) return null;
  const { kind, hidden } = query;
  return (
    <nav aria-label="Projects in here" className="mb-3 md:hidden">
      <details className="rounded-block border border-border bg-surface">
        <summary className="flex min-h-9 items-center gap-2 rounded-block px-3 text-control">
          <FolderTree aria-hidden className="text-muted" />
          {nodes.length === 1 ? "1 project in here" : `${nodes.length} projects in here`}
        </summary>
        <ul className="border-t border-border py-1">
          {nodes.map((node) => (
            <li key={node.id}>
              <BareLink
                href={listHref(`/projects/${node.id}`, { search: "", page: 1, kind, hidden })}
                className="flex min-h-8 items-center gap-2 px-3 text-control hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">{node.basename}</span>
                <span className="text-small tabular-nums text-muted">{grouped.format(node.tasks)}</span>
              </BareLink>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}
