import type { z } from "zod";
import type { ListRequest, ListSpec } from "@/lib/core/resources/list-request";
import { type listParameters, listRequestOf } from "./parameters";

export type AskedInProjects = z.output<typeof listParameters> & {
  include_subprojects?: boolean | null | undefined;
  project?: string | string[] | null | undefined;
};

/** With subprojects, the projects that are named stand for all below them and are no filter of the request. */
export function listInProjects(
  { project, include_subprojects: below, ...rest }: AskedInProjects,
  spec: ListSpec,
): { request: ListRequest; belowProjects: readonly string[] | undefined } {
  const named = typeof project === "string" ? [project] : (project ?? []);
  if (!below || named.length === 0) {
    return { request: listRequestOf({ ...rest, project }, spec), belowProjects: undefined };
  }
  return { request: listRequestOf(rest, spec), belowProjects: named };
}
