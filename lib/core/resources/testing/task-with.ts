import type { UserId } from "../../identifiers";
import type { TaskRecord } from "../task";

const at = new Date("2026-01-31T10:00:00Z");

/** A draft without anything, but for what is named. */
export function taskWith(change: Partial<TaskRecord>): TaskRecord {
  return {
    ...{ id: "t", projectId: null, parentId: null, name: "Train", type: "training", status: "created" },
    ...{ statusReason: "", statusMessage: "", statusChangedAt: at, statusBeforeQueue: null, comment: "" },
    ...{ tags: [], systemTags: [], ownerUserId: "u" as UserId, createdAt: at, updatedAt: at },
    ...{ startedAt: null, completedAt: null, publishedAt: null, lastWorker: null, lastWorkerReportAt: null },
    ...{ lastIteration: null, outputDestination: null, script: {}, execution: {}, container: {} },
    ...{ hyperparams: {}, configuration: {}, runtime: {}, artifacts: [], models: {} },
    ...{ artifactBytes: 0, eventBytes: 0 },
    ...change,
  };
}
