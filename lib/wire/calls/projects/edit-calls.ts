import { z } from "zod";
import { deleteProject } from "@/lib/operations/resources/projects/delete-project";
import {
  createProject,
  editProject,
  type ProjectDetails,
} from "@/lib/operations/resources/projects/edit-project";
import { mergeProject, moveProject } from "@/lib/operations/resources/projects/move-project";
import { actorWith, type Call, call } from "../../call";
import { wireTime } from "../../documents/pick-fields";
import { outcomeValue } from "../../resource-refusals";
import { notShared } from "../not-shared";
import { id, mostNames, storable, tag, text, unique } from "../tasks/fields";

const flag = z.boolean().nullish();
const words = z.array(tag).max(mostNames).nullish();
const path = z.string().max(4_096);
const details = {
  description: text.nullish(),
  tags: words,
  system_tags: words,
  default_output_destination: z.string().max(4_096).nullish(),
};
/** None is the top. */
const place = z
  .string()
  .max(64)
  .nullish()
  .transform((given) => given || null);
const detailsSchema = z.object(details);
const modifies = { refs: [{ field: "project", resource: "project", needs: "modify" }] } as const;

function detailsOf(fields: z.output<typeof detailsSchema>): ProjectDetails {
  return {
    description: fields.description ?? undefined,
    tags: fields.tags ? unique(fields.tags) : undefined,
    systemTags: fields.system_tags ? unique(fields.system_tags) : undefined,
    defaultOutputDestination: fields.default_output_destination ?? undefined,
  };
}

export const projectEditCalls: Record<string, Call> = {
  "projects.create": call(
    "1.0",
    storable(z.object({ name: path, ...details })),
    async (context, { name, ...fields }) => {
      const actor = await actorWith(context, "resources.use");
      return { data: outcomeValue(await createProject(actor, { name, details: detailsOf(fields) })) };
    },
  ),

  "projects.update": call(
    "1.0",
    storable(z.object({ project: id, name: path.nullish(), ...details })),
    async (context, { project, name, ...fields }) => {
      const actor = await actorWith(context, "resources.use");
      const changed = detailsOf(fields);
      const edited = outcomeValue(
        await editProject(actor, { projectId: project, name: name || undefined, details: changed }),
      );
      const told = {
        name: edited.name,
        basename: edited.basename,
        description: changed.description,
        tags: changed.tags,
        system_tags: changed.systemTags,
        default_output_destination: changed.defaultOutputDestination,
        last_update: edited.updatedAt && wireTime(edited.updatedAt),
      };
      return { data: { updated: edited.updated, fields: told } };
    },
    modifies,
  ),

  "projects.move": call(
    "1.0",
    storable(z.object({ project: id, new_location: path.nullish() })),
    async (context, { project, new_location: location }) => {
      const actor = await actorWith(context, "resources.use");
      return {
        data: outcomeValue(await moveProject(actor, { projectId: project, location: location ?? "" })),
      };
    },
    modifies,
  ),

  "projects.merge": call(
    "1.0",
    z.object({ project: id, destination_project: place }),
    async (context, { project, destination_project: destination }) => {
      const actor = await actorWith(context, "resources.use");
      const merged = outcomeValue(
        await mergeProject(actor, { projectId: project, destinationId: destination }),
      );
      return { data: { moved_entities: merged.movedEntities, moved_projects: merged.movedProjects } };
    },
    { refs: [...modifies.refs, { field: "destination_project", resource: "project", needs: "modify" }] },
  ),

  "projects.delete": call(
    "1.0",
    z.object({ project: id, force: flag, delete_contents: flag, delete_external_artifacts: flag }),
    async (context, { project, force, delete_contents, delete_external_artifacts }) => {
      const actor = await actorWith(context, "resources.use");
      const deleted = outcomeValue(
        await deleteProject(actor, {
          projectId: project,
          force: force ?? false,
          deletesContents: delete_contents ?? false,
          deletesObjects: delete_external_artifacts !== false,
        }),
      );
      return {
        data: {
          deleted: deleted.deleted,
          disassociated_tasks: deleted.disassociatedTasks,
          deleted_models: deleted.deletedModels,
          deleted_tasks: deleted.deletedTasks,
          ...(deleted.urls
            ? {
                urls: {
                  model_urls: deleted.urls.models,
                  event_urls: [],
                  artifact_urls: deleted.urls.artifacts,
                },
              }
            : {}),
        },
      };
    },
    modifies,
  ),

  "projects.make_public": notShared("project", "Projects"),
  "projects.make_private": notShared("project", "Projects"),
};
