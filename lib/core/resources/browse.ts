import { z } from "zod";
import { pageNumber, searchText } from "../list-query";
import { taskStatuses, taskTypes } from "./task";

/** What a project holds, each kind on a page of its own. */
export const browsedKinds = ["tasks", "models", "datasets", "dataviews"] as const;
export type BrowsedKind = (typeof browsedKinds)[number];

const orders = ["name", "-name", "status", "-status", "updated", "-updated"] as const;
export type BrowseOrder = (typeof orders)[number];

const flag = z
  .literal("1")
  .optional()
  .transform((value) => value === "1")
  .catch(false);

/** What the address of a project's page says: which list, which part of it, and what the tree shows beside it. */
export const browseQuery = z.object({
  kind: z.enum(browsedKinds).catch("tasks"),
  search: searchText,
  status: z.enum(["all", "draft", ...taskStatuses]).catch("all"),
  type: z.enum(["all", ...taskTypes]).catch("all"),
  tag: searchText,
  /** Of whom they are. */
  owner: searchText,
  /** Whose last value the tasks show, as `scalarText` writes it; `none` for no scalar; nothing: the commonest of them. */
  scalar: z.string().max(2_048).catch(""),
  archived: flag,
  order: z.enum(orders).catch("-updated"),
  page: pageNumber,
  /** Whether hidden projects show; nothing: as the user prefers. */
  hidden: z.enum(["", "0", "1"]).catch(""),
  find: searchText,
});

export type BrowseQuery = z.infer<typeof browseQuery>;

/** Which of the versions of a dataset is shown whole: the newest, unless another is asked for. */
export const datasetQuery = z.object({ version: searchText, page: pageNumber });
export type DatasetQuery = z.infer<typeof datasetQuery>;

const metricName = z
  .string()
  .max(1_024)
  .refine((text) => !text.includes("\u0000"))
  .catch("");

const iterationNumber = z
  .string()
  .regex(/^-?\d{1,15}$/)
  .transform(Number)
  .optional()
  .catch(undefined);

/** Which debug samples of a task are shown: those of one metric, or whose metric or variant holds what is looked for. */
export const samplesQuery = z.object({ search: searchText, metric: metricName, page: pageNumber });
export type SamplesQuery = z.infer<typeof samplesQuery>;

/** Which of the iterations shows of the debug samples of one metric, or of all: the last one unless another is asked for. */
export const samplesAtQuery = z.object({ metric: metricName, iteration: iterationNumber });
export type SamplesAtQuery = z.infer<typeof samplesAtQuery>;

export const scalarsPerPage = 12;

/** What shows of all that a task or a model reported: debug samples as above, and which page of its scalars. */
export const reportedQuery = samplesAtQuery.extend({ scalars: pageNumber });
export type ReportedQuery = z.infer<typeof reportedQuery>;

/** Which debug sample shows alone. */
export const oneSampleQuery = samplesAtQuery.extend({ variant: metricName });
export type OneSampleQuery = z.infer<typeof oneSampleQuery>;

export const nameAndPageQuery = z.object({ search: searchText, page: pageNumber });
export type NameAndPageQuery = z.infer<typeof nameAndPageQuery>;
