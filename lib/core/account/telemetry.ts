/** The pages that are counted: kinds of pages, never what they show. */
export const countedPages = [
  "projects",
  "projects/tasks",
  "projects/models",
  "projects/datasets",
  "projects/dataviews",
  "projects/queues",
  "projects/workers",
  "projects/search",
  "settings/profile",
  "settings/configuration",
  "settings/workspace",
  "settings/admin-vaults",
  "settings/users",
  "settings/service-accounts",
  "settings/groups",
  "settings/access-rules",
  "settings/billing",
  "settings/help",
] as const;
export type CountedPage = (typeof countedPages)[number];

export type Telemetry = { product: "steward"; version: string; pages: Partial<Record<CountedPage, number>> };

/** The kind of page at a path; a project counts as `projects`. */
export function countedPageOf(path: string): CountedPage | undefined {
  const [, area = "", part = ""] = path.split(/[/?#]/);
  return (
    countedPages.find((each) => each === `${area}/${part}`) ?? countedPages.find((each) => each === area)
  );
}

/** All that is ever sent. It names no user, no workspace and nothing that a page shows. */
export function telemetryOf(version: string, counts: ReadonlyMap<CountedPage, number>): Telemetry {
  const pages = countedPages.flatMap((page) => {
    const count = counts.get(page);
    return count === undefined ? [] : [[page, count]];
  });
  return { product: "steward", version, pages: Object.fromEntries(pages) };
}
