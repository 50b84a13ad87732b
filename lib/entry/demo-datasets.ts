import type { Transaction } from "@/db/client";
import { datasets, datasetVersions, dataviews } from "@/db/schema/datasets";
import type { tasks } from "@/db/schema/tasks";
import type { UserId, WorkspaceId } from "@/lib/core/identifiers";
import { externalBytesOf } from "@/lib/core/usage/external-bytes";
import { ownFilesOrigin } from "@/lib/server/client-urls";
import { newId } from "@/lib/server/crypto";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

type Task = typeof tasks.$inferInsert;

type Version = {
  version: string;
  files: number;
  bytes: number;
  changes: [add: number, remove: number];
  age: number;
};

/** By the project that the SDK makes for each; the oldest version first. */
const ofTheSdk: { project: string; versions: Version[] }[] = [
  {
    project: "vision/.datasets/street-scenes",
    versions: [
      { version: "1.0.0", files: 41_200, bytes: 12_400_000_000, changes: [41_200, 0], age: 20.4 },
      { version: "1.2.0", files: 45_860, bytes: 13_900_000_000, changes: [4_712, 52], age: 13.2 },
      { version: "1.4.0", files: 48_210, bytes: 14_600_000_000, changes: [2_390, 40], age: 3.6 },
    ],
  },
  {
    project: "vision/.datasets/dock-cameras",
    versions: [{ version: "0.9.0", files: 9_120, bytes: 2_700_000_000, changes: [9_120, 0], age: 8.1 }],
  },
];

/** A task for each version, as the SDK leaves it when the version is final. */
export function datasetTasks(
  workspaceId: WorkspaceId,
  projectId: (name: string) => string | null,
  ownerUserId: UserId,
  at: Date,
): Task[] {
  return ofTheSdk.flatMap(({ project, versions }) => {
    const name = project.split("/").at(-1) ?? project;
    const ids = versions.map(() => newId());
    return versions.map(({ version, files, bytes, changes: [added, removed], age }, index): Task => {
      const createdAt = new Date(at.getTime() - age * dayMs);
      const endedAt = new Date(createdAt.getTime() + 20 * minuteMs);
      const artifacts = [
        {
          ...{ key: "data", type: "custom", mode: "output", timestamp: Math.round(endedAt.getTime() / 1000) },
          uri: `s3://acme-datasets/${project}/${version}/dataset.zip`,
          content_size: Math.round((bytes * added) / files),
        },
      ];
      const structure = versions.slice(0, index + 1).map((each, place) => [
        String(place),
        {
          ...{ job_id: ids[place], name, version: each.version, status: "published", job_size: each.bytes },
          parents: place > 0 ? [String(place - 1)] : [],
        },
      ]);
      return {
        ...{ workspaceId, id: ids[index] ?? newId(), projectId: projectId(project), name, ownerUserId },
        ...{ type: "data_processing", status: "published", systemTags: ["dataset"], tags: ["labelled"] },
        ...{ createdAt, startedAt: createdAt, completedAt: endedAt, publishedAt: endedAt },
        ...{ statusChangedAt: endedAt, updatedAt: endedAt },
        runtime: {
          ...{ version, ds_file_count: files, ds_link_count: 0, ds_total_size: bytes },
          ...{
            ds_total_size_compressed: Math.round(bytes * 0.97),
            ds_change_size: artifacts[0]?.content_size,
          },
          ...{ ds_change_add: added, ds_change_remove: removed, ds_change_modify: 0 },
        },
        configuration: {
          "Dataset Struct": {
            ...{ name: "Dataset Struct", type: "json" },
            value: JSON.stringify(Object.fromEntries(structure)),
          },
          "Dataset Content": { name: "Dataset Content", type: "CSV", value: contentOf(name, files, bytes) },
        },
        artifacts,
        artifactBytes: artifacts[0]?.content_size ?? 0,
        externalBytes: externalBytesOf(artifacts, ownFilesOrigin()),
      };
    });
  });
}

/** The first files, as the SDK lists them. */
function contentOf(name: string, files: number, bytes: number): string {
  const head = `File Name (first 20 files of ${files} files), File Size (total ${(bytes / 1e9).toFixed(2)} GB), Hash (SHA2)`;
  const lines = Array.from({ length: 20 }, (_, at) => {
    const number = String(418 + 7 * at).padStart(5, "0");
    const hash = (0x9e3779b1 * (at + 1)).toString(16).slice(-8).repeat(8);
    return `${name}/${number}.jpg, ${210_000 + 1_733 * at}, ${hash}`;
  });
  return `${[head, ...lines].join("\n")}\n`;
}

type Made = { ownerUserId: UserId; createdAt: Date; updatedAt: Date };

/** A dataset of the registry with its versions, and dataviews out of it. */
export async function insertRegisteredDatasets(
  tx: Transaction,
  workspaceId: WorkspaceId,
  projectId: (name: string) => string | null,
  made: Made,
) {
  const dataset = {
    ...{ workspaceId, id: newId(), projectId: projectId("vision"), name: "warehouse-night", ...made },
    ...{ tags: ["labelled"], comment: "Recorded by the field robots." },
  };
  await tx.insert(datasets).values(dataset);
  const versions = ["1.0", "1.4"].map((name) => ({
    ...{ workspaceId, id: newId(), datasetId: dataset.id, name, ...made, status: "published" as const },
  }));
  await tx.insert(datasetVersions).values(versions);
  const views = [
    { name: "Night scenes with people", query: "lighting:night", label: { person: "at least 1" } },
    { name: "Cars, no rain", query: "weather:(not rain)", label: { car: "at least 1" } },
  ].map(({ name, query, label }) => ({
    ...{ workspaceId, id: newId(), projectId: projectId("vision/detector-v2"), name, ...made },
    filters: [{ dataset: dataset.id, version: versions[1]?.id, frame_query: query, label_rules: label }],
  }));
  await tx.insert(dataviews).values(views);
  return { dataset, versions, views };
}
