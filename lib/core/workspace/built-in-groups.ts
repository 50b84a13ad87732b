export const builtInGroups = [
  { builtIn: "users", name: "Users", description: "Everyone in the workspace, including service accounts." },
  {
    builtIn: "admins",
    name: "Admins",
    description: "Read and modify everything except queues, and grant access.",
  },
  { builtIn: "queue_admins", name: "Queue admins", description: "Create, delete and rename queues." },
  { builtIn: "service_accounts", name: "Service accounts", description: "Every service account." },
] as const;
