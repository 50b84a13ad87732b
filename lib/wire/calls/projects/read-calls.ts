import { z } from "zod";
import type { ListRequest } from "@/lib/core/resources/list-request";
import { projectListSpec } from "@/lib/core/resources/project-list";
import {
  countContentsOf,
  findReadableProject,
  listReadableProjects,
  type ProjectListOptions,
  type ProjectRecord,
} from "@/lib/operations/resources/projects/find-projects";
import { type Call, type CallContext, call, readerOf, WireRefusal } from "../../call";
import { fieldPicker } from "../../documents/pick-fields";
import { projectDocument } from "../../documents/project";
import { listParameters, listRequestOf } from "../../lists/parameters";
import { id, mostNames } from "../tasks/fields";
import { scrollOf } from "../tasks/read-calls";

const flag = z.boolean().nullish();
const parentId = z.string().max(64).nullable();
const parents = z.union([parentId, z.array(parentId).max(mostNames)]).optional();

export const projectListParameters = listParameters.extend({
  parent: parents,
  shallow_search: flag,
  search_hidden: flag,
});

const reads = { reads: true, refs: [{ field: "project", resource: "project", needs: "read" }] } as const;

export const projectReadCalls: Record<string, Call> = {
  "projects.get_by_id": call(
    "1.0",
    z.object({ project: id }),
    async (context, { project }) => {
      const found = await findReadableProject(await readerOf(context), project);
      if (!found) throw new WireRefusal("invalidProjectId", `id=${project}`);
      return { data: { project: projectDocument(context.caller.workspaceId, found) } };
    },
    reads,
  ),

  "projects.get_all": call(
    "1.0",
    projectListParameters,
    async (context, parameters) => {
      const { request, projects } = await projectsOf(context, parameters);
      const documents = projects
        .map((project) => projectDocument(context.caller.workspaceId, project))
        .map(fieldPicker(request.onlyFields));
      return { data: { projects: documents, ...scrollOf(request, documents.length) } };
    },
    { reads: true },
  ),

  "projects.validate_delete": call(
    "1.0",
    z.object({ project: id }),
    async (context, { project }) => {
      const counts = await countContentsOf(await readerOf(context), project);
      if (!counts) throw new WireRefusal("invalidProjectId", `id=${project}`);
      return {
        data: {
          tasks: counts.tasks,
          non_archived_tasks: counts.nonArchivedTasks,
          models: counts.models,
          non_archived_models: counts.nonArchivedModels,
          reports: counts.reports,
          non_archived_reports: counts.nonArchivedReports,
          pipelines: counts.pipelines,
          datasets: counts.filledDatasets + counts.datasets,
        },
      };
    },
    reads,
  ),
};

export async function projectsOf(
  context: CallContext,
  parameters: z.output<typeof projectListParameters>,
  options: ProjectListOptions = {},
): Promise<{ request: ListRequest; projects: ProjectRecord[] }> {
  const { parent, shallow_search, search_hidden, ...rest } = parameters;
  const request = listRequestOf(rest, projectListSpec);
  const place = placeOfProjects({ parent, shallow_search });
  const hasIds = Array.isArray(rest.id) ? rest.id.length > 0 : Boolean(rest.id);
  const projects = await listReadableProjects(await readerOf(context), request, {
    ...options,
    ...place,
    withoutHidden: !search_hidden && !hasIds,
  });
  return { request, projects };
}

type Asked = z.output<typeof projectListParameters>;

/** In a shallow search a parent stands for what is directly in it, otherwise for everything below. */
export function placeOfProjects({
  parent,
  shallow_search,
}: Pick<Asked, "parent" | "shallow_search">): ProjectListOptions {
  const given = parent === undefined || Array.isArray(parent) ? parent : [parent];
  if (shallow_search) return { parentIds: given ?? [null] };
  const named = given?.filter((each) => each !== null) ?? [];
  return { belowIds: named.length > 0 ? named : undefined };
}
