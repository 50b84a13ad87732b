import { z } from "zod";
import { modelListSpec } from "@/lib/core/resources/model-list";
import { projectListSpec } from "@/lib/core/resources/project-list";
import { taskListSpec } from "@/lib/core/resources/task-list";
import { countContents, countProjects } from "@/lib/operations/resources/count-entities";
import { findTags } from "@/lib/operations/resources/projects/find-facets";
import { findProjectsWithChildren } from "@/lib/operations/resources/projects/project-stats";
import { listUsers } from "@/lib/operations/workspace/people";
import { actorWith, type Call, type CallContext, call, readerOf } from "../call";
import { listInProjects } from "../lists/in-projects";
import { listParameters, listRequestOf } from "../lists/parameters";
import { outcomeValue } from "../resource-refusals";
import { tagFilter, tagFilterOf } from "./projects/facet-calls";
import { placeOfProjects, projectListParameters } from "./projects/read-calls";
import { id, mostNames } from "./tasks/fields";

const flag = z.boolean().nullish();
const ids = z.union([id, z.array(id).max(mostNames)]).nullish();
const ofProjects = projectListParameters.nullish();
const ofContents = listParameters.extend({ project: ids, include_subprojects: flag }).nullish();

const counted = z.object({
  projects: ofProjects,
  tasks: ofContents,
  models: ofContents,
  pipelines: ofProjects,
  pipeline_runs: ofContents,
  datasets: ofProjects,
  dataset_versions: ofContents,
  reports: ofContents,
  active_users: z.array(id).max(mostNames).nullish(),
  search_hidden: flag,
  limit: z.int().min(1).nullish(),
});
type Counted = z.output<typeof counted>;
type Contents = NonNullable<z.output<typeof ofContents>>;
type Projects = NonNullable<z.output<typeof ofProjects>>;

/** What is counted of each kind of task; these are counted with those in the projects below, and hidden ones. */
const kinds = {
  reports: "report",
  pipeline_runs: "controller",
  dataset_versions: "data_processing",
} as const;

export const organizationCalls: Record<string, Call> = {
  "organization.get_tags": call(
    "2.8",
    z.object({ include_system: flag, filter: tagFilter }),
    async (context, { include_system, filter }) => {
      await actorWith(context, "workspace.view");
      const reader = await readerOf(context);
      const [tasks, models] = await Promise.all(
        (["task", "model"] as const).map((type) =>
          findTags(reader, type, { below: true }, tagFilterOf(filter)),
        ),
      );
      const all = (field: "tags" | "systemTags") =>
        [...new Set([...(tasks?.[field] ?? []), ...(models?.[field] ?? [])])].sort();
      return {
        data: { tags: all("tags"), ...(include_system ? { system_tags: all("systemTags") } : {}) },
      };
    },
    { reads: true },
  ),

  "organization.get_entities_count": call(
    "2.20",
    counted,
    async (context, asked) => {
      await actorWith(context, "workspace.view");
      const counts: Record<string, number> = {};
      for (const field of ["projects", "pipelines", "datasets"] as const) {
        const wanted = asked[field];
        if (wanted) counts[field] = await countOfProjects(context, asked, wanted, field !== "projects");
      }
      for (const field of ["tasks", "models"] as const) {
        const wanted = asked[field];
        if (wanted) counts[field] = await countOfContents(context, asked, field, wanted);
      }
      for (const [field, type] of Object.entries(kinds)) {
        const wanted = asked[field as keyof typeof kinds];
        if (!wanted) continue;
        const ofKind = { ...wanted, type: [type], include_subprojects: true };
        counts[field] = await countOfContents(context, { ...asked, search_hidden: true }, "tasks", ofKind);
      }
      return { data: counts };
    },
    { reads: true },
  ),

  "organization.get_user_companies": call(
    "2.12",
    z.object({}),
    async (context) => {
      const actor = await actorWith(context, "workspace.view");
      const order = [{ by: "name" as const, descending: false }];
      const users = outcomeValue(await listUsers(actor, { order, limit: mostNames, offset: 0 }));
      const owners = users.map((user) => ({ id: user.id, name: user.name, avatar: null }));
      const company = { id: actor.workspaceId, name: actor.workspaceName };
      return { data: { companies: [{ ...company, allocated: owners.length, owners }] } };
    },
    { reads: true },
  ),
};

async function countOfProjects(
  context: CallContext,
  { active_users, search_hidden, limit }: Counted,
  wanted: Projects,
  hidden: boolean,
): Promise<number> {
  const among = active_users?.length
    ? await findProjectsWithChildren(context.caller.workspaceId, {
        ...{ type: undefined, tags: undefined, userIds: active_users },
      })
    : undefined;
  const { parent, shallow_search, search_hidden: _, ...rest } = wanted;
  return countProjects(
    await readerOf(context),
    { request: listRequestOf(rest, projectListSpec), most: limit ?? undefined },
    { ...placeOfProjects({ parent, shallow_search }), among, withoutHidden: !hidden && !search_hidden },
  );
}

async function countOfContents(
  context: CallContext,
  { active_users, search_hidden, limit }: Counted,
  field: "tasks" | "models",
  wanted: Contents,
): Promise<number> {
  const spec = field === "tasks" ? taskListSpec : modelListSpec;
  return countContents(await readerOf(context), field === "tasks" ? "task" : "model", {
    ...listInProjects(wanted, spec),
    userIds: active_users?.length ? active_users : undefined,
    most: limit ?? undefined,
    withoutHidden: !search_hidden,
  });
}
