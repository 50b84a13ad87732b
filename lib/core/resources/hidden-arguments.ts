/** Environment variables whose values a container's arguments don't show. */
export const hiddenArguments: readonly string[] = [
  "CLEARML_API_SECRET_KEY",
  "CLEARML_AGENT_GIT_PASS",
  "AWS_SECRET_ACCESS_KEY",
  "AZURE_STORAGE_KEY",
];
