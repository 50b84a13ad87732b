import type { UserId } from "../identifiers";

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

export type Json = Record<string, unknown>;

/** A task as it is kept. Documents are kept as clients send them. */
export type TaskRecord = {
  id: string;
  projectId: string | null;
  parentId: string | null;
  name: string;
  type: TaskType;
  status: TaskStatus;
  statusReason: string;
  statusMessage: string;
  statusChangedAt: Date;
  statusBeforeQueue: TaskStatus | null;
  comment: string;
  tags: string[];
  systemTags: string[];
  ownerUserId: UserId;
  createdAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  publishedAt: Date | null;
  updatedAt: Date;
  lastWorker: string | null;
  lastWorkerReportAt: Date | null;
  lastIteration: number | null;
  outputDestination: string | null;
  script: Json;
  /** Without the artifacts. */
  execution: Json;
  container: Json;
  hyperparams: Json;
  configuration: Json;
  runtime: Json;
  artifacts: readonly Json[];
  /** `input` and `output`, each a list of links by name. */
  models: Json;
  artifactBytes: number;
  eventBytes: number;
};

export type TaskChange = Partial<Omit<TaskRecord, "id" | "ownerUserId" | "createdAt" | "eventBytes">>;

/** What referred to something that was deleted keeps its id behind this, by which clients know that it is gone. */
export const deletedPrefix = "__DELETED__";

/** Marks a task that somebody put away: lists leave it out. */
export const archivedTag = "archived";
/** Of a task that runs where it is developed, without an agent. */
export const developmentTag = "development";
