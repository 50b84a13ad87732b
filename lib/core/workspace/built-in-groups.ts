export const builtInGroups = [
  { builtIn: "users", name: "Users", description: "Everyone in the workspace, service accounts too." },
  {
    builtIn: "admins",
    name: "Admins",
    description: "Read and modify everything but the changing of queues, and may grant access.",
  },
  { builtIn: "queue_admins", name: "Queue admins", description: "Create, delete and rename queues." },
  { builtIn: "service_accounts", name: "Service accounts", description: "Every service account." },
] as const;
