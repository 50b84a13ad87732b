import type { TaskStatus, TaskType } from "./task";

/** As people know them from ClearML. */
export const taskStatusNames: Readonly<Record<TaskStatus, string>> = {
  created: "Draft",
  queued: "Queued",
  in_progress: "Running",
  stopped: "Stopped",
  published: "Published",
  publishing: "Publishing",
  closed: "Closed",
  failed: "Failed",
  completed: "Completed",
  unknown: "Unknown",
};

export const taskTypeNames: Readonly<Record<TaskType, string>> = {
  dataset_import: "Dataset import",
  annotation: "Annotation",
  annotation_manual: "Manual annotation",
  training: "Training",
  testing: "Testing",
  inference: "Inference",
  data_processing: "Data processing",
  application: "Application",
  monitor: "Monitor",
  controller: "Controller",
  report: "Report",
  optimizer: "Optimizer",
  service: "Service",
  qc: "QC",
  custom: "Custom",
};
