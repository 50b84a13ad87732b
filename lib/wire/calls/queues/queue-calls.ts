import { z } from "zod";
import { queueListSpec } from "@/lib/core/resources/queue-list";
import {
  countEntries,
  createQueue,
  deleteQueue,
  editQueue,
  findDefaultQueue,
  findReadableQueue,
  listReadableQueues,
  peekEntry,
  type QueueRecord,
  withEntries,
} from "@/lib/operations/resources/queues/queues";
import { workersOfQueues } from "@/lib/operations/resources/workers/find-workers";
import { actorWith, type Call, type CallContext, call, readerOf, WireRefusal } from "../../call";
import { type Document, fieldPicker, topFields } from "../../documents/pick-fields";
import { queueDocument, queueDocumentWithEntries } from "../../documents/queue";
import { workerKey } from "../../documents/worker";
import { listParameters, listRequestOf } from "../../lists/parameters";
import { outcomeValue } from "../../resource-refusals";
import { documentName } from "../document-name";
import { storable } from "../storable";
import { scrollOf } from "../tasks/read-calls";

const id = z.string().min(1).max(256);
const flag = z.boolean().nullish();
const words = z.array(storable.max(256)).max(500).nullish();
const name = documentName(256);
const metadataItem = z.object({
  key: storable.min(1).max(256),
  type: storable.max(256).nullish(),
  value: storable.max(4_096).nullish(),
});
const queueFields = {
  display_name: storable.max(256).nullish(),
  tags: words,
  system_tags: words,
  metadata: z.record(storable.max(256), metadataItem).nullish(),
};

type Fields = {
  display_name?: string | null | undefined;
  tags?: string[] | null | undefined;
  system_tags?: string[] | null | undefined;
  metadata?: Record<string, Record<string, unknown>> | null | undefined;
};

function changeOf({ display_name, tags, system_tags, metadata }: Fields) {
  return {
    ...(display_name == null ? {} : { displayName: display_name }),
    ...(tags == null ? {} : { tags: [...new Set(tags)].sort() }),
    ...(system_tags == null ? {} : { systemTags: [...new Set(system_tags)].sort() }),
    ...(metadata == null ? {} : { metadata }),
  };
}

const listed = listParameters.extend({ max_task_entries: z.int().min(1).nullish(), search_hidden: flag });

const refsTo = (needs: "read" | "modify" | "manage") => ({
  refs: [{ field: "queue", resource: "queue", needs }] as const,
});

export const queueCalls: Record<string, Call> = {
  "queues.create": call(
    "2.4",
    z.object({ name, ...queueFields }),
    async (context, { name: wanted, ...fields }) => {
      const actor = await actorWith(context, "resources.use");
      return { data: outcomeValue(await createQueue(actor, { name: wanted, ...changeOf(fields) })) };
    },
  ),

  "queues.update": call(
    "2.4",
    z.object({ queue: id, name: name.nullish(), ...queueFields }),
    async (context, { queue, name: wanted, ...fields }) => {
      const actor = await actorWith(context, "resources.use");
      const change = { ...changeOf(fields), ...(wanted ? { name: wanted } : {}) };
      const { updated } = outcomeValue(await editQueue(actor, { queueId: queue, change: () => change }));
      const { displayName, systemTags, ...rest } = change as Record<string, unknown>;
      const renamed = {
        ...(displayName === undefined ? {} : { display_name: displayName }),
        ...(systemTags === undefined ? {} : { system_tags: systemTags }),
      };
      return { data: { updated, fields: { ...rest, ...renamed } } };
    },
    refsTo("read"),
  ),

  "queues.delete": call(
    "2.4",
    z.object({ queue: id, force: flag }),
    async (context, { queue, force }) => {
      const actor = await actorWith(context, "resources.use");
      outcomeValue(await deleteQueue(actor, { queueId: queue, force: force ?? false }));
      return { data: { deleted: 1 } };
    },
    refsTo("manage"),
  ),

  "queues.get_by_id": call(
    "2.4",
    z.object({ queue: id, max_task_entries: z.int().min(1).nullish() }),
    async (context, { queue, max_task_entries: most }) => {
      const reader = await readerOf(context);
      const found = await findReadableQueue(reader, queue);
      if (!found) throw new WireRefusal("invalidQueueId", `id=${queue}`);
      const [view] = await withEntries(reader, [found], Math.min(most ?? 1_000, 1_000));
      if (!view) throw new WireRefusal("invalidQueueId", `id=${queue}`);
      return { data: { queue: queueDocumentWithEntries(reader.workspaceId, view, false) } };
    },
    { reads: true, ...refsTo("read") },
  ),

  "queues.get_default": call(
    "2.4",
    z.object({}),
    async (context) => ({ data: outcomeValue(await findDefaultQueue(await readerOf(context))) }),
    { reads: true },
  ),

  "queues.get_all": call("2.4", listed, (context, parameters) => answerList(context, parameters, false), {
    reads: true,
  }),
  "queues.get_all_ex": call("2.4", listed, (context, parameters) => answerList(context, parameters, true), {
    reads: true,
  }),

  "queues.get_num_entries": call(
    "2.15",
    z.object({ queue: id }),
    async (context, { queue }) => ({ data: { num: await countEntries(await readerOf(context), queue) } }),
    { reads: true, ...refsTo("read") },
  ),

  "queues.peek_task": call(
    "2.15",
    z.object({ queue: id }),
    async (context, { queue }) => {
      const entry = await peekEntry(await readerOf(context), queue);
      return { data: { task: entry?.taskId ?? null } };
    },
    { reads: true, ...refsTo("read") },
  ),

  "queues.get_queue_metrics": call(
    "2.4",
    z.object({
      queue_ids: z.array(id).max(500).nullish(),
      from_date: z.number().min(0),
      to_date: z.number().min(0),
      interval: z.int().min(1),
    }),
    async () => ({ data: { queues: [] } }),
    { reads: true },
  ),

  "queues.add_or_update_metadata": call(
    "2.13",
    z.object({ queue: id, metadata: z.array(metadataItem).min(1).max(500), replace_metadata: flag }),
    async (context, { queue, metadata, replace_metadata: replaces }) => {
      const given = Object.fromEntries(metadata.map((item) => [item.key, item]));
      return editMetadata(context, queue, (before) => ({ ...(replaces ? {} : before), ...given }));
    },
    refsTo("modify"),
  ),
  "queues.delete_metadata": call(
    "2.13",
    z.object({ queue: id, keys: z.array(storable.max(256)).min(1).max(500) }),
    async (context, { queue, keys }) =>
      editMetadata(context, queue, (before) =>
        Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key))),
      ),
    refsTo("modify"),
  ),
};

async function editMetadata(
  context: CallContext,
  queueId: string,
  edit: (before: QueueRecord["metadata"]) => QueueRecord["metadata"],
) {
  const actor = await actorWith(context, "resources.use");
  const change = ({ metadata }: QueueRecord) => ({ metadata: edit(metadata) });
  const { updated } = outcomeValue(await editQueue(actor, { queueId, change }));
  return { data: { updated } };
}

async function answerList(context: CallContext, parameters: z.output<typeof listed>, named: boolean) {
  const reader = await readerOf(context);
  const request = listRequestOf(parameters, queueListSpec);
  const withHidden = Boolean(parameters.search_hidden || parameters.id || parameters.name);
  const queues = await listReadableQueues(reader, request, { withHidden });
  const wanted = topFields(request.onlyFields);
  const most = Math.min(parameters.max_task_entries ?? 1_000, 1_000);
  const views =
    wanted === undefined || wanted.has("entries") ? await withEntries(reader, queues, most) : undefined;
  const documents = views
    ? views.map((view) => queueDocumentWithEntries(reader.workspaceId, view, named))
    : queues.map((queue) => queueDocument(reader.workspaceId, queue));
  const complete = named ? await withWorkers(context, documents) : documents;
  return {
    data: {
      queues: complete.map(fieldPicker(request.onlyFields)),
      ...scrollOf(request, queues.length),
    },
  };
}

async function withWorkers(context: CallContext, documents: readonly Document[]): Promise<Document[]> {
  const reader = await readerOf(context);
  const ids = documents.map(({ id: queueId }) => String(queueId));
  const workers = await workersOfQueues(reader, ids);
  return documents.map((document) => ({
    ...document,
    workers: (workers.get(String(document.id)) ?? []).map((worker) => ({
      ...{ name: worker.id, ip: worker.ip, task: worker.task },
      key: workerKey(reader.workspaceId, worker),
    })),
  }));
}
