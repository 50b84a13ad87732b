/** An index of a database takes no longer keys than this allows. */
const mostPathBytes = 2_000;
const idAtEnd = /(?:^|\.)([0-9a-f]{32})$/;
const notInPaths = /\p{Cc}|\p{Surrogate}/u;

/** The path of a file as clients name it, or undefined where it has no single spelling or is too long. */
export function readFilePath(given: string): string | undefined {
  const path = given.replace(/^\/+/, "");
  if (path === "" || notInPaths.test(path) || new TextEncoder().encode(path).length > mostPathBytes) {
    return undefined;
  }
  return path.split("/").some((segment) => ["", ".", ".."].includes(segment)) ? undefined : path;
}

/** From the part of a URL behind the file server's own: without the leading slash, and decoded once. */
export function readUrlPath(encoded: string): string | undefined {
  try {
    return readFilePath(decodeURIComponent(encoded));
  } catch {
    return undefined;
  }
}

/** Clients name folders `<name>.<id>`, of a task or a model: every id that a path could mean, in its order. */
export function idsInPath(path: string): string[] {
  return path
    .split("/")
    .slice(0, -1)
    .flatMap((segment) => idAtEnd.exec(segment)?.[1] ?? []);
}
