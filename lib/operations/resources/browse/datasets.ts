import {
  type ChosenVersion,
  type DatasetDetails,
  type DatasetVersionRow,
  readDatasetOfTasks,
  readRegisteredDataset,
  type VersionStatus,
} from "@/db/reads/browse-dataset";
import { type DataviewDetails, readDataviewDetails } from "@/db/reads/browse-dataview";
import { type Page, readCountedPage } from "@/lib/core/page";
import type { DatasetQuery } from "@/lib/core/resources/browse";
import {
  parentsOfVersion,
  type VersionFigures,
  type VersionParent,
  versionFigures,
} from "@/lib/core/resources/dataset-version";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";

export type { DataviewDetails, VersionStatus };

export type ShownVersion = Omit<DatasetVersionRow, "runtime"> & VersionFigures;

export type ShownDataset = {
  dataset: Omit<DatasetDetails, "found" | "versions" | "chosen">;
  /** Whether each version is a task, as those that the SDK makes are. */
  isOfTasks: boolean;
  page: Page<ShownVersion>;
  chosen:
    | (ShownVersion & {
        /** Named as the version names them. */
        parents: (VersionParent & { mayRead: boolean })[];
        content: string;
        isContentWhole: boolean;
      })
    | null;
};

const perPage = 50;

/** A dataset of the registry, or one that the SDK made, with its versions, the newest first. */
export async function findShownDataset(
  actor: ResourceUser,
  datasetId: string,
  query: DatasetQuery,
): Promise<ShownDataset | undefined> {
  const access = await accessOfActor(actor);
  const isOfTasks = access.mayOf("project", "read", datasetId);
  if (!isOfTasks && !access.mayOf("dataset", "read", datasetId)) return undefined;
  const wanted = { workspaceId: actor.workspaceId, id: datasetId, versionId: query.version };
  const read = isOfTasks ? readDatasetOfTasks : readRegisteredDataset;
  const { page, found } = await readCountedPage(query.page, perPage, async (bounds) => {
    const details = await read(wanted, bounds);
    return { details, total: details?.found ?? 0, rows: details?.versions.map(shown) ?? [] };
  });
  if (!found.details) return undefined;
  const { found: _, versions: __, chosen, ...dataset } = found.details;
  return {
    dataset,
    isOfTasks,
    page,
    chosen: chosen && chosenVersion(chosen, (taskId) => access.mayOf("task", "read", taskId)),
  };
}

function chosenVersion(
  { structure, contentLength, ...version }: ChosenVersion,
  mayRead: (taskId: string) => boolean,
): ShownDataset["chosen"] {
  return {
    ...shown(version),
    content: version.content,
    isContentWhole: version.content.length === contentLength,
    parents: parentsOfVersion(structure, version.id).map((parent) => ({
      ...parent,
      mayRead: mayRead(parent.id),
    })),
  };
}

function shown({ runtime, ...version }: DatasetVersionRow): ShownVersion {
  return { ...version, ...versionFigures(runtime) };
}

export async function findShownDataview(
  actor: ResourceUser,
  dataviewId: string,
): Promise<DataviewDetails | undefined> {
  const access = await accessOfActor(actor);
  return access.mayOf("dataview", "read", dataviewId)
    ? readDataviewDetails(actor.workspaceId, dataviewId)
    : undefined;
}
