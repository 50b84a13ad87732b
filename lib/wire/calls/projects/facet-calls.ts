import { z } from "zod";
import { readListTerms } from "@/lib/core/resources/list-terms";
import { readNamePattern } from "@/lib/core/resources/name-pattern";
import {
  type FacetType,
  findMetadataKeys,
  findMetadataValues,
  findMetricVariants,
  findOwners,
  findParameterNames,
  findParameterValues,
  findTags,
  findTaskParents,
  type Paged,
  type TagFilter,
} from "@/lib/operations/resources/projects/find-facets";
import { type Call, call, readerOf, WireRefusal } from "../../call";
import { id, mostNames, sectionName } from "../tasks/fields";

const flag = z.boolean().nullish();
const words = z.array(z.string().max(256)).max(mostNames).nullish();
const several = {
  projects: z.array(id.nullable()).max(mostNames).nullish(),
  include_subprojects: flag,
};
const one = { project: id.nullish(), include_subprojects: flag };
const paged = { page: z.int().min(0).max(1_000_000).nullish(), page_size: z.int().min(1).nullish() };
const largestPage = 500;
const ofProject = { reads: true, refs: [{ field: "project", resource: "project", needs: "read" }] } as const;

export const tagFilter = z.object({ tags: words, system_tags: words }).nullish();

type Several = {
  projects?: (string | null)[] | null | undefined;
  include_subprojects?: boolean | null | undefined;
};
type One = Omit<Several, "projects"> & { project?: string | null | undefined };

function placeOf({ projects, include_subprojects }: Several) {
  return { projectIds: projects?.length ? projects : undefined, below: include_subprojects ?? true };
}

function placeOfOne({ project, include_subprojects }: One) {
  return placeOf({ projects: project ? [project] : [], include_subprojects });
}

type Page = { page?: number | null | undefined; page_size?: number | null | undefined };

function pageOf({ page, page_size }: Page) {
  const limit = Math.min(page_size ?? largestPage, largestPage);
  return { offset: (page ?? 0) * limit, limit };
}

function remainingAfter(asked: Page, { total, found }: Paged<unknown>): number {
  return Math.max(0, total - pageOf(asked).offset - found.length);
}

export function tagFilterOf(filter: z.output<typeof tagFilter>): TagFilter {
  const termsOf = (given: string[] | null | undefined) => {
    if (!given?.length) return undefined;
    const terms = readListTerms(given);
    if (!terms.ok) throw new WireRefusal("fieldsValueError", terms.refusal.message);
    return terms.value;
  };
  return { tags: termsOf(filter?.tags), systemTags: termsOf(filter?.system_tags) };
}

function patternOf(text: string | null | undefined, ignoreCase: boolean) {
  if (!text) return undefined;
  const pattern = readNamePattern(text, ignoreCase);
  if (!pattern.ok) throw new WireRefusal("invalidRegex", pattern.refusal.message);
  return pattern.value;
}

function tagsCall(minVersion: string, type: FacetType | "project"): Call {
  return call(
    minVersion,
    z.object({ projects: several.projects, include_system: flag, filter: tagFilter }),
    async (context, { projects, include_system, filter }) => {
      const found = await findTags(await readerOf(context), type, placeOf({ projects }), tagFilterOf(filter));
      return {
        data: { tags: found.tags, ...(include_system ? { system_tags: found.systemTags } : {}) },
      };
    },
    { reads: true },
  );
}

export const projectFacetCalls: Record<string, Call> = {
  "projects.get_task_tags": tagsCall("2.8", "task"),
  "projects.get_model_tags": tagsCall("2.8", "model"),
  "projects.get_project_tags": tagsCall("1.0", "project"),

  "projects.get_task_parents": call(
    "2.12",
    z.object({
      ...several,
      tasks_state: z.enum(["active", "archived"]).nullish(),
      task_name: z.string().max(1_000).nullish(),
    }),
    async (context, asked) => {
      const { tasks_state: state } = asked;
      const parents = await findTaskParents(await readerOf(context), placeOf(asked), {
        archived: state ? state === "archived" : undefined,
        name: patternOf(asked.task_name, false),
      });
      return {
        data: {
          parents: parents.map(({ id: parentId, name, projectId, projectName }) => ({
            id: parentId,
            name,
            ...(projectId === null ? {} : { project: { id: projectId, name: projectName } }),
          })),
        },
      };
    },
    { reads: true },
  ),

  "projects.get_user_names": call(
    "1.0",
    z.object({ ...several, entity: z.enum(["task", "model"]).nullish() }),
    async (context, asked) => ({
      data: { users: await findOwners(await readerOf(context), asked.entity ?? "task", placeOf(asked)) },
    }),
    { reads: true },
  ),

  "projects.get_unique_metric_variants": call(
    "1.0",
    z.object({ ...one, ids: z.array(id).max(mostNames).nullish(), model_metrics: flag }),
    async (context, asked) => {
      // Models have no metrics.
      if (asked.model_metrics) return { data: { metrics: [] } };
      const ids = asked.ids?.length ? asked.ids : undefined;
      const found = await findMetricVariants(await readerOf(context), placeOfOne(asked), ids);
      return {
        data: {
          metrics: found.map(({ metric, metricHash, variant, variantHash }) => ({
            metric,
            metric_hash: metricHash,
            variant,
            variant_hash: variantHash,
          })),
        },
      };
    },
    { reads: true },
  ),

  "projects.get_hyper_parameters": call(
    "2.9",
    z.object({ ...one, ...paged }),
    async (context, asked) => {
      const names = await findParameterNames(await readerOf(context), placeOfOne(asked), pageOf(asked));
      return {
        data: { parameters: names.found, total: names.total, remaining: remainingAfter(asked, names) },
      };
    },
    ofProject,
  ),

  "projects.get_hyperparam_values": call(
    "2.13",
    z.object({
      ...several,
      ...paged,
      section: sectionName,
      name: sectionName,
      pattern: z.string().max(1_000).nullish(),
    }),
    async (context, asked) => {
      const { section, name } = asked;
      const wanted = { section, name, pattern: patternOf(asked.pattern, true) };
      const values = await findParameterValues(
        await readerOf(context),
        placeOf(asked),
        wanted,
        pageOf(asked),
      );
      return { data: { total: values.total, values: values.found } };
    },
    { reads: true },
  ),

  "projects.get_model_metadata_keys": call(
    "1.0",
    z.object({ ...one, ...paged }),
    async (context, asked) => {
      const keys = await findMetadataKeys(await readerOf(context), placeOfOne(asked), pageOf(asked));
      return { data: { keys: keys.found, total: keys.total, remaining: remainingAfter(asked, keys) } };
    },
    ofProject,
  ),

  "projects.get_model_metadata_values": call(
    "1.0",
    z.object({ ...several, ...paged, key: sectionName }),
    async (context, asked) => {
      const values = await findMetadataValues(
        await readerOf(context),
        placeOf(asked),
        asked.key,
        pageOf(asked),
      );
      return { data: { total: values.total, values: values.found } };
    },
    { reads: true },
  ),
};
