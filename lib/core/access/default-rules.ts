/** The rules with which a workspace begins: everybody may read and modify everything, until they are deleted. */
export const defaultRules = (
  ["project", "task", "model", "dataview", "dataset", "queue", "app_category"] as const
).map((type) => ({ type, targetId: null, access: "modify" as const }));
