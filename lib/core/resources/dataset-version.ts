type Json = Readonly<Record<string, unknown>>;

/** What the SDK writes of a version into the runtime of its task; null for what it has not written yet. */
export type VersionFigures = {
  version: string | null;
  files: number | null;
  links: number | null;
  bytes: number | null;
  /** As it was uploaded, with what its parents hold. */
  compressedBytes: number | null;
  /** Files, compared to the parents. */
  changes: { added: number; removed: number; modified: number } | null;
};

export function versionFigures(runtime: Json): VersionFigures {
  const changes = ["ds_change_add", "ds_change_remove", "ds_change_modify"].map((key) =>
    countOf(runtime[key]),
  );
  const [added, removed, modified] = changes.map((count) => count ?? 0);
  return {
    version: typeof runtime.version === "string" && runtime.version !== "" ? runtime.version : null,
    files: countOf(runtime.ds_file_count),
    links: countOf(runtime.ds_link_count),
    bytes: countOf(runtime.ds_total_size),
    compressedBytes: countOf(runtime.ds_total_size_compressed),
    changes: changes.every((count) => count === null)
      ? null
      : { added: added ?? 0, removed: removed ?? 0, modified: modified ?? 0 },
  };
}

export type VersionParent = { id: string; name: string; version: string | null };

/**
 * The versions that one was made from, as the SDK writes them into the configuration of its task: `structure` is JSON
 * of `{ [number]: { job_id, name, version, parents: number[] } }` with all that it descends from.
 */
export function parentsOfVersion(structure: string, taskId: string): VersionParent[] {
  const nodes = readNodes(structure);
  const own = Object.values(nodes).find((node) => isJson(node) && node.job_id === taskId);
  const parents = isJson(own) && Array.isArray(own.parents) ? own.parents : [];
  return parents.flatMap((number) => {
    const node = nodes[String(number)];
    if (!isJson(node) || typeof node.job_id !== "string") return [];
    const { job_id: id, name, version } = node;
    return {
      id,
      name: typeof name === "string" && name !== "" ? name : id,
      version: typeof version === "string" ? version : null,
    };
  });
}

function readNodes(structure: string): Json {
  try {
    const read: unknown = JSON.parse(structure);
    return isJson(read) ? read : {};
  } catch {
    return {};
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Clients may write numbers as text. */
function countOf(value: unknown): number | null {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) && read >= 0 ? read : null;
}
