import type { Metadata } from "next";
import type { ReactNode } from "react";
import { z } from "zod";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { type ListQuery, listHref } from "@/app/_components/list/list-href";
import { SearchField } from "@/app/_components/list/search-field";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Box, Database, FlaskConical, Folder, ListOrdered, Search, Table2 } from "@/components/ui/icons";
import { BareLink, Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { searchText } from "@/lib/core/list-query";
import type { ShownProjects } from "@/lib/operations/resources/browse/projects";
import {
  type SearchedType,
  type SearchResult,
  searchResources,
} from "@/lib/operations/resources/browse/search";
import { BrowseBody } from "../_components/browse-body";
import { PartHead } from "../_components/part-head";

export const metadata: Metadata = { title: "Search" };

const searchQuery = z.object({ search: searchText });

type Place = { label: string; icon: ReactNode; all: string; of: string };

/** `of` is the folder of their pages. */
const places: Record<SearchedType, Place> = {
  project: { label: "Projects", icon: <Folder aria-hidden />, of: "/projects", all: "/projects" },
  task: { label: "Tasks", icon: <FlaskConical aria-hidden />, of: "/projects/tasks", all: "/projects" },
  model: { label: "Models", icon: <Box aria-hidden />, of: "/projects/models", all: "/projects" },
  dataset: {
    ...{ label: "Datasets", icon: <Database aria-hidden /> },
    ...{ of: "/projects/datasets", all: "/projects" },
  },
  dataview: {
    ...{ label: "Dataviews", icon: <Table2 aria-hidden /> },
    ...{ of: "/projects/dataviews", all: "/projects" },
  },
  queue: {
    ...{ label: "Queues", icon: <ListOrdered aria-hidden /> },
    ...{ of: "/projects/queues", all: "/projects/queues" },
  },
};

export default workspacePage(
  "resources.use",
  searchQuery,
  async ({ actor, workspaces, preferences, query }) => {
    const found = await searchResources(actor, query, preferences);
    const leftOut = leftOutBy(preferences);
    return (
      <BrowseBody actor={actor} workspaces={workspaces}>
        <PageHead
          title="Search"
          description={
            <>
              Projects, tasks, models, datasets, dataviews and queues that you may see.
              {leftOut ? (
                <>
                  {" "}
                  {leftOut} are left out, as <Link href="/settings/configuration">your preferences</Link> say.
                </>
              ) : null}
            </>
          }
        />
        <div className="mb-4">
          <SearchField label="Name, path or ID" value={query.search} />
        </div>
        {found.length === 0 ? (
          <Card>
            <EmptyState
              icon={<Search />}
              title={query.search ? `Nothing found for “${query.search}”` : "Type a name, a path or an ID"}
            >
              A path, such as vision/detector, finds what is in a project.
            </EmptyState>
          </Card>
        ) : (
          <div className="flex flex-col gap-3">
            {found.map(({ type, objects, hasMore }) => (
              <Results key={type} {...{ type, objects, hasMore }} search={query.search} />
            ))}
          </div>
        )}
      </BrowseBody>
    );
  },
);

function leftOutBy({ show_hidden_projects, hide_examples }: ShownProjects): string | undefined {
  if (show_hidden_projects) return hide_examples ? "Examples" : undefined;
  return hide_examples ? "Hidden projects and examples" : "Hidden projects";
}

function Results({ type, objects, hasMore, search }: SearchResult & { search: string }) {
  const { label, icon, of, all } = places[type];
  const kind = `${type}s`;
  const id = `found-${kind}`;
  const query: ListQuery = { search, page: 1, ...(all === "/projects" ? { kind, hidden: "1" } : {}) };
  return (
    <Card asChild>
      <section aria-labelledby={id}>
        <PartHead
          id={id}
          title={label}
          detail={hasMore ? `the first ${objects.length}` : objects.length}
          aside={
            hasMore && type !== "project" ? <Link href={listHref(all, query)}>All that fit</Link> : undefined
          }
        />
        <ul className="border-t border-border py-1">
          {objects.map(({ id: objectId, name, path: way }) => (
            <li key={objectId}>
              <BareLink
                href={`${of}/${objectId}`}
                prefetch={false}
                className="flex min-h-9 items-center gap-2 px-4 text-control hover:bg-hover"
              >
                <span className="text-muted">{icon}</span>
                <span className="min-w-0 truncate font-name">{name || "Unnamed"}</span>
                {way ? <span className="min-w-0 truncate text-small text-muted">{way}</span> : null}
              </BareLink>
            </li>
          ))}
        </ul>
      </section>
    </Card>
  );
}
