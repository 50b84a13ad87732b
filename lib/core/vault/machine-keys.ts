/** They belong to one machine; agents put their own values back. */
export const machineKeys = new Set([
  "agent.cuda_version",
  "agent.cudnn_version",
  "agent.default_python",
  "agent.worker_id",
  "agent.worker_name",
  "agent.debug",
]);
