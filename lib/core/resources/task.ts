export const taskStatuses = [
  "created",
  "queued",
  "in_progress",
  "stopped",
  "published",
  "publishing",
  "closed",
  "failed",
  "completed",
  "unknown",
] as const;

export type TaskStatus = (typeof taskStatuses)[number];

export const taskTypes = [
  "dataset_import",
  "annotation",
  "annotation_manual",
  "training",
  "testing",
  "inference",
  "data_processing",
  "application",
  "monitor",
  "controller",
  "report",
  "optimizer",
  "service",
  "qc",
  "custom",
] as const;

export type TaskType = (typeof taskTypes)[number];
