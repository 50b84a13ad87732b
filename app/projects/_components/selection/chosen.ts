export type Chosen = { id: string; name: string };

/** The list that rows are chosen from. */
export type ChosenFrom = {
  workspaceId: string;
  type: "task" | "model";
  isArchived: boolean;
};
