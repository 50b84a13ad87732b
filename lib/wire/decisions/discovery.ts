import { settings } from "@/lib/server/env";

export const discoveryPath = "/.well-known/authzen-configuration";

export const decisionPaths = {
  access_evaluation_endpoint: "/access/v1/evaluation",
  access_evaluations_endpoint: "/access/v1/evaluations",
  search_subject_endpoint: "/access/v1/search/subject",
  search_resource_endpoint: "/access/v1/search/resource",
  search_action_endpoint: "/access/v1/search/action",
} as const;

/** The same for every workspace: whose rules decide follows from the API credentials of the caller. */
export function discoveryDocument(): Record<string, string> {
  const { publicUrl } = settings();
  const endpoints = Object.entries(decisionPaths).map(([key, path]) => [key, `${publicUrl}${path}`]);
  return { policy_decision_point: publicUrl, ...Object.fromEntries(endpoints) };
}
