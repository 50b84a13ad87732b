import { z } from "zod";
import type { ListRequest } from "@/lib/core/resources/list-request";
import { taskListSpec } from "@/lib/core/resources/task-list";
import type { ProjectRecord } from "@/lib/operations/resources/projects/find-projects";
import {
  findDatasetCounts,
  findDatasetFiles,
  findOwnContents,
  findProjectsIn,
  findProjectsWithChildren,
  findTaskStats,
  type StatsPlace,
  type TaskStats,
  type WantedChildren,
} from "@/lib/operations/resources/projects/project-stats";
import { type Call, type CallContext, call, WireRefusal } from "../../call";
import { type Document, wireTime } from "../../documents/pick-fields";
import { projectDocument } from "../../documents/project";
import { listParameters, listRequestOf } from "../../lists/parameters";
import { expandReferences, projectReferences } from "../../references";
import { id, mostNames } from "../tasks/fields";
import { scrollOf } from "../tasks/read-calls";
import { projectListParameters, projectsOf } from "./read-calls";

const flag = z.boolean().nullish();
const filter = z.record(z.string().max(1_024), z.unknown()).nullish();
const extended = projectListParameters.extend({
  active_users: z.array(id).max(mostNames).nullish(),
  check_own_contents: flag,
  children_type: z.enum(["pipeline", "dataset", "report"]).nullish(),
  children_tags: z.array(z.string().max(256)).max(mostNames).nullish(),
  children_tags_filter: filter,
  include_dataset_stats: flag,
  include_stats: flag,
  include_stats_filter: filter,
  stats_with_children: flag,
});
type Asked = z.output<typeof extended>;

export const projectExtendedCalls: Record<string, Call> = {
  "projects.get_all_ex": call(
    "1.0",
    extended,
    async (context, asked) => {
      const children = childrenOf(asked);
      const among =
        children.type || children.userIds
          ? await findProjectsWithChildren(context.caller.workspaceId, children)
          : undefined;
      const { request, projects } = await projectsOf(context, asked, { among });
      const place: StatsPlace = {
        workspaceId: context.caller.workspaceId,
        projectIds: projects.map((project) => project.id),
        below: asked.stats_with_children ?? true,
        hidden: Boolean(asked.search_hidden) || children.type !== undefined,
        among,
      };
      const [documents, told] = await Promise.all([
        expanded(context, projects, request.onlyFields),
        projects.length > 0 ? toldOf(asked, place, children) : [],
      ]);
      const complete = documents.map((document) => {
        const own = told.map((ofProject) => ofProject(String(document.id)));
        return Object.assign({}, document, ...own);
      });
      return { data: { projects: complete, ...scrollOf(request, complete.length) } };
    },
    { reads: true },
  ),
};

function childrenOf({ active_users, children_type, children_tags, children_tags_filter }: Asked) {
  const tags = children_tags_filter
    ? readFilter({ filters: { tags: children_tags_filter } })
    : readFilter({ tags: children_tags?.length ? children_tags : null });
  const [found] = tags.filters;
  return {
    type: children_type ?? undefined,
    tags: found?.kind === "words" ? found.terms : undefined,
    userIds: active_users?.length ? active_users : undefined,
  } as WantedChildren;
}

function readFilter(parameters: Document): ListRequest {
  return listRequestOf(listParameters.parse(parameters), taskListSpec);
}

/** What the tasks that are counted have in common. */
function countedOf({ include_stats_filter, children_tags, children_tags_filter, children_type }: Asked) {
  if (include_stats_filter) return readFilter(readStatsFilter(include_stats_filter));
  if (!children_type) return undefined;
  const tags = children_tags_filter
    ? { filters: { tags: children_tags_filter } }
    : { tags: children_tags?.length ? children_tags : null };
  if (children_type === "pipeline") {
    return readFilter({ ...tags, system_tags: ["pipeline"], type: ["controller"] });
  }
  return children_type === "report"
    ? readFilter({ ...tags, system_tags: ["reports"], type: ["report"] })
    : undefined;
}

/** Lists of words, or the form with `any` and `all`. */
function readStatsFilter(given: Document): Document {
  const entries = Object.entries(given);
  if (entries.some(([, value]) => typeof value !== "object" || value === null)) {
    throw new WireRefusal("validationError", "include_stats_filter has lists or filters.");
  }
  return {
    ...Object.fromEntries(entries.filter(([, value]) => Array.isArray(value))),
    filters: Object.fromEntries(entries.filter(([, value]) => !Array.isArray(value))),
  };
}

type Told = (projectId: string) => Document;

/** What is told beside the fields of each project. */
async function toldOf(asked: Asked, place: StatsPlace, children: WantedChildren): Promise<Told[]> {
  const told: Told[] = [];
  const { userIds, tags } = children;
  const counted = { request: countedOf(asked), userIds };
  const isOfDatasets = children.type === "dataset";
  if (asked.check_own_contents) {
    const datasets = await findDatasetCounts({ ...place, below: false }, { tags, userIds });
    const own = isOfDatasets ? undefined : await findOwnContents(place, counted);
    told.push((project) => {
      if (!own) return { own_datasets: datasets(project).count };
      const { tasks, models } = own(project);
      return { own_tasks: tasks, own_models: models };
    });
  }
  if (asked.include_stats) {
    const below = await findProjectsIn(place);
    const datasets = isOfDatasets ? await findDatasetCounts(place, { tags, userIds }) : undefined;
    const stats = isOfDatasets ? undefined : await findTaskStats(place, counted);
    told.push((project) => ({
      stats: datasets ? { datasets: datasets(project) } : { active: stats && statsDocument(stats(project)) },
      sub_projects: below(project).map(({ id: childId, name }) => ({ id: childId, name })),
    }));
  }
  if (asked.include_dataset_stats) {
    const files = await findDatasetFiles(place);
    told.push((project) => {
      const found = files(project);
      return { dataset_stats: found ? { file_count: found.files, total_size: found.bytes } : null };
    });
  }
  return told;
}

function statsDocument(stats: TaskStats): Document {
  return {
    status_count: stats.byStatus,
    total_tasks: stats.tasks,
    total_runtime: stats.seconds,
    completed_tasks_24h: stats.completedInADay,
    last_task_run: wireTime(stats.lastStartedAt),
  };
}

/** With what the projects refer to, and whether they are hidden. */
async function expanded(
  context: CallContext,
  projects: readonly ProjectRecord[],
  onlyFields: readonly string[],
): Promise<Document[]> {
  const { workspaceId } = context.caller;
  const documents = projects.map((project) => ({
    ...projectDocument(workspaceId, project),
    ...(project.systemTags.includes("hidden") ? { hidden: true } : {}),
  }));
  const fields = onlyFields.length > 0 ? ["hidden", ...onlyFields] : [];
  return expandReferences(context, documents, projectReferences, fields);
}
