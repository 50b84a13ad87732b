import type { TaskStatus, TaskType } from "@/lib/core/resources/task";

/** By path; each after the one that it is in. */
export const demoProjects: {
  name: string;
  description?: string;
  tags?: string[];
  systemTags?: string[];
}[] = [
  { name: "vision", description: "Detectors and segmentation for the field robots." },
  {
    name: "vision/detector-v2",
    description: "Finds cars and people from a moving camera.",
    tags: ["release"],
  },
  { name: "vision/detector-v2/ablations" },
  { name: "vision/detector-v2/export" },
  { name: "vision/detector-v2/.pipelines" },
  { name: "vision/segmentation" },
  { name: "vision/.datasets", systemTags: ["hidden"] },
  {
    name: "vision/.datasets/street-scenes",
    description: "Streets by day and night, recorded by the field robots.",
    tags: ["labelled"],
    systemTags: ["hidden", "dataset"],
  },
  { name: "vision/.datasets/dock-cameras", systemTags: ["hidden", "dataset"] },
  { name: "speech", description: "Wake word and commands." },
  { name: "speech/wake-word" },
  { name: "demand-planning" },
  { name: "finance" },
  { name: "finance/forecast-shared" },
  { name: "field-robots-outdoor-trials-northern-hemisphere" },
  { name: ".reports" },
];

type Plan = { name: string; type: TaskType; project: string; tags?: string[] };

const named: (Plan & { status: TaskStatus })[] = [
  {
    name: "yolo-l 1280, mosaic off",
    type: "training",
    project: "vision/detector-v2",
    tags: ["baseline", "coco"],
    status: "in_progress",
  },
  {
    name: "yolo-l 1280, mosaic on",
    type: "training",
    project: "vision/detector-v2",
    tags: ["baseline"],
    status: "completed",
  },
  { name: "Export best to ONNX", type: "inference", project: "vision/detector-v2/export", status: "queued" },
  {
    name: "Nightly evaluation",
    type: "testing",
    project: "vision/detector-v2",
    tags: ["nightly"],
    status: "completed",
  },
  {
    name: "yolo-m quantised, int8",
    type: "training",
    project: "vision/detector-v2",
    tags: ["edge"],
    status: "failed",
  },
  {
    name: "yolo-m 960",
    type: "training",
    project: "vision/detector-v2",
    tags: ["edge", "release"],
    status: "published",
  },
  {
    name: "Label audit",
    type: "data_processing",
    project: "vision/.datasets",
    tags: ["labelling"],
    status: "completed",
  },
  {
    name: "yolo-s 640, distilled",
    type: "training",
    project: "vision/detector-v2",
    tags: ["edge"],
    status: "stopped",
  },
];

const series: (Plan & { count: number })[] = [
  {
    name: "Ablation",
    type: "training",
    project: "vision/detector-v2/ablations",
    tags: ["ablation"],
    count: 14,
  },
  { name: "U-Net, fold", type: "training", project: "vision/segmentation", count: 10 },
  {
    name: "Wake word, noise level",
    type: "training",
    project: "speech/wake-word",
    tags: ["edge"],
    count: 12,
  },
  { name: "Weekly forecast", type: "inference", project: "demand-planning", count: 8 },
  { name: "Retraining pipeline", type: "controller", project: "vision/detector-v2/.pipelines", count: 4 },
  { name: "Forecast for the board", type: "report", project: ".reports", count: 2 },
  {
    name: "Trial run",
    type: "monitor",
    project: "field-robots-outdoor-trials-northern-hemisphere",
    count: 6,
  },
];

const statuses: TaskStatus[] = [
  "completed",
  "completed",
  "created",
  "failed",
  "completed",
  "stopped",
  "closed",
];

/** Over 60 of them, in every status that a list shows. */
export const demoTasks = [
  ...named,
  ...series.flatMap(({ count, ...plan }) =>
    Array.from({ length: count }, (_, at) => ({
      ...plan,
      name: `${plan.name} ${at + 1}`,
      status: statuses[at % statuses.length] ?? "completed",
    })),
  ),
];

export type DemoTask = (typeof demoTasks)[number];

/** Beside the one that every workspace has. */
export const demoQueues = ["gpu-a100", "services"] as const;

export const demoWorkers = [
  { id: "gpu-04:gpu0,1", queue: "gpu-a100", gpus: [71, 64] },
  { id: "gpu-05:gpu0", queue: "gpu-a100", gpus: [3] },
  { id: "cpu-01:services", queue: "services", gpus: [] },
] as const;
