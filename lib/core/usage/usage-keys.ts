/** In place of a project's id: calls that name nothing in a project, and those of projects that are gone. */
export const withoutProject = "none";
export const deletedProjects = "deleted";

/** Whether the key is the id of a project that is there. */
export function isProjectId(key: string): boolean {
  return key !== withoutProject && key !== deletedProjects;
}

/** Of what is told by its key, where it has no name. */
export function nameOfKey(key: string, name: string | null): string {
  if (key === withoutProject) return "No project";
  if (key === deletedProjects) return "Deleted projects";
  return name || key;
}
