import { changes, type FileStep, keep, ofOwn, reads, reports, type Step } from "./steps";

const machineStats = {
  ...{ cpu_usage: 12.5, memory_used: 1024, memory_free: 2048, disk_free_percent: 40 },
  ...{ network_tx_mbs: 0.1, network_rx_mbs: 0.2, io_read_mbs: 0, io_write_mbs: 0 },
};

/** A task that a person makes and enqueues, and the agent runs: it ends as `end` says. */
function run(name: string, end: "completed" | "stopped" | "failed", reason: string): Step[] {
  const task = `${name} task`;
  const idOf = (kept: Record<string, string>) => kept[task] ?? "";
  return [
    changes("v2.23/tasks.create", { name, type: "training", comment: "", method: "get" }, "ok", keep(task)),
    changes(
      "v2.23/tasks.enqueue",
      (kept) => ({ queue: kept.queue, task: idOf(kept), verify_watched_queue: false, method: "get" }),
      "invalidTaskId",
    ),
    changes("v2.14/queues.get_next_task", ({ queue }) => ({ queue, get_task_info: true }), "invalidQueueId", {
      told: (kept) => ({ entry: { task: idOf(kept) }, task_info: { company: kept.workspace } }),
    }),
    changes(
      "tasks.started",
      (kept) => ({ task: idOf(kept), force: true, status_message: "pulled by agent" }),
      "invalidTaskId",
      { told: () => ({ started: 1 }) },
    ),
    ofOwn(
      "workers.status_report",
      (kept) => ({
        ...{ machine_stats: machineStats, timestamp: 1_795_935_038_000, worker: "vm:0", tags: null },
        ...{ is_daemon: true, task: idOf(kept), queue: kept.queue, queues: [kept.queue] },
      }),
      "invalidTaskId",
    ),
    reads("v2.5/tasks.get_by_id", (kept) => ({ task: idOf(kept) }), "invalidTaskId", {
      told: (kept) => ({ task: { id: idOf(kept), status: "in_progress", last_worker: "vm:0" } }),
    }),
    changes(
      "tasks.dequeue",
      (kept) => ({ task: idOf(kept), force: true, new_status: "in_progress" }),
      "invalidTaskId",
      { told: () => ({ updated: 1 }) },
    ),
    reports(
      (kept) => [
        {
          type: "log",
          level: "DEBUG",
          timestamp: 1_795_935_038_001,
          task: idOf(kept),
          msg: "Running",
          worker: "vm:0",
        },
      ],
      { method: "POST", told: () => ({ added: 1 }) },
    ),
    reads(
      "v2.14/tasks.get_all",
      (kept) => ({ id: [idOf(kept)], only_fields: ["status"], search_hidden: true }),
      "ok",
      { told: (kept) => ({ tasks: [{ id: idOf(kept), status: "in_progress" }] }) },
    ),
    changes("tasks.ping", (kept) => ({ task: idOf(kept) }), "invalidTaskId"),
    changes(
      `v2.5/tasks.${end}`,
      (kept) => ({ task: idOf(kept), status_reason: reason, status_message: "" }),
      "invalidTaskId",
      { told: () => ({ updated: 1, fields: { status: end } }) },
    ),
    reads("v2.5/tasks.get_by_id", (kept) => ({ task: idOf(kept) }), "invalidTaskId", {
      told: () => ({ task: { status: end, status_reason: reason } }),
    }),
  ];
}

/** `--create-queue`: a queue that nobody finds is made by an agent that may, and found. */
const madeQueue: Step[] = [
  reads("v2.5/queues.get_all", { name: "^night$", only_fields: ["name", "id"], search_hidden: true }, "ok", {
    told: () => ({ queues: [] }),
  }),
  changes("v2.5/queues.create", { name: "night" }, "noWritePermission", keep("night")),
  reads("v2.5/queues.get_all", { name: "^night$", only_fields: ["name", "id"], search_hidden: true }, "ok", {
    told: ({ night }) => ({ queues: [{ id: night, name: "night" }] }),
  }),
];

/** `--services-mode`: beside the daemon, each task that it started is a worker of its own. */
const service: Step[] = [
  changes("workers.register", ({ night }) => ({ worker: "vm:cpu:0", queues: [night] }), "invalidQueueId"),
  changes(
    "v2.23/tasks.create",
    { name: "scheduler", type: "service", comment: "", method: "get" },
    "ok",
    keep("scheduler"),
  ),
  changes(
    "v2.23/tasks.enqueue",
    ({ night, scheduler }) => ({ queue: night, task: scheduler, verify_watched_queue: false, method: "get" }),
    "invalidTaskId",
  ),
  changes(
    "v2.14/queues.get_next_task",
    ({ night }) => ({ queue: night, get_task_info: true }),
    "invalidQueueId",
    {
      told: ({ scheduler }) => ({ entry: { task: scheduler } }),
    },
  ),
  changes("tasks.started", ({ scheduler }) => ({ task: scheduler, force: true }), "invalidTaskId"),
  ofOwn(
    "workers.register",
    ({ scheduler }) => ({ worker: `vm:cpu:0:service:${scheduler}`, queues: [] }),
    "ok",
  ),
  ofOwn(
    "workers.status_report",
    ({ scheduler }) => ({
      ...{ machine_stats: machineStats, timestamp: 1_795_935_039_000, tags: null, is_daemon: false },
      ...{ worker: `vm:cpu:0:service:${scheduler}`, task: scheduler },
    }),
    "invalidTaskId",
  ),
  changes(
    "v2.14/queues.get_next_task",
    ({ night }) => ({ queue: night, get_task_info: true }),
    "invalidQueueId",
    {
      told: () => ({}),
    },
  ),
  changes(
    "v2.5/tasks.completed",
    ({ scheduler }) => ({ task: scheduler, status_reason: "worker execution done", status_message: "" }),
    "invalidTaskId",
    { told: () => ({ updated: 1 }) },
  ),
  ofOwn("workers.unregister", ({ scheduler }) => ({ worker: `vm:cpu:0:service:${scheduler}` }), "ok"),
  ofOwn("workers.unregister", { worker: "vm:cpu:0" }, "ok"),
];

/** A daemon of agent 3.0.3 that serves one queue, from its registration to its end. */
export const agentLife: (Step | FileStep)[] = [
  reads("v2.5/queues.get_all", { name: "^gpu$", only_fields: ["id"] }, "ok", {
    told: ({ queue }) => ({ queues: [{ id: queue }] }),
  }),
  reads("v2.5/queues.get_all", ({ queue }) => ({ id: [queue], only_fields: ["id", "tags"] }), "ok", {
    told: ({ queue }) => ({ queues: [{ id: queue, tags: [] }] }),
  }),
  changes("workers.register", ({ queue }) => ({ worker: "vm:0", queues: [queue] }), "invalidQueueId"),
  reads("workers.get_all", { last_seen: 0 }, "ok", {
    told: ({ queue }) => ({ workers: [{ id: "vm:0", queues: [{ id: queue }] }] }),
  }),
  ofOwn("workers.get_runtime_properties", { worker: "vm:0" }, "ok", {
    told: () => ({ runtime_properties: [] }),
  }),
  ofOwn(
    "workers.status_report",
    ({ queue }) => ({
      ...{ machine_stats: machineStats, timestamp: 1_795_935_037_000, worker: "vm:0", tags: null },
      ...{ is_daemon: true, queues: [queue] },
    }),
    "ok",
  ),
  changes("v2.14/queues.get_next_task", ({ queue }) => ({ queue, get_task_info: true }), "invalidQueueId", {
    told: () => ({}),
  }),
  ...run("a run to its end", "completed", "worker execution done"),
  ...run("a run that a person aborts", "stopped", "user abort"),
  ...run("a run that ends badly", "failed", "worker execution exit code 1"),
  ofOwn("workers.unregister", ({ queue }) => ({ worker: "vm:0", queues: [queue] }), "ok"),
  ...madeQueue,
  ...service,
  reads("workers.get_all", { last_seen: 0 }, "ok", { told: () => ({ workers: [] }) }),
];
