import type { ResolvedNode } from "../model/types";
import { findKnownKey, type KeyType, listKnownKeys, listKnownNames } from "./known-keys";
import { machineKeys } from "./machine-keys";

/** The groups at the root that clients read. */
export const sections = new Set(["api", "agent", "sdk", "environment", "files"]);

/** Names from other tools or older versions. */
const aliases: Record<string, string> = {
  docker_default: "agent.default_docker",
  docker: "agent.default_docker",
  docker_image: "agent.default_docker.image",
  default_docker_image: "agent.default_docker.image",
  docker_args: "agent.extra_docker_arguments",
  docker_arguments: "agent.extra_docker_arguments",
  extra_docker_args: "agent.extra_docker_arguments",
  docker_extra_arguments: "agent.extra_docker_arguments",
  docker_bash_script: "agent.extra_docker_shell_script",
  git_username: "agent.git_user",
  git_password: "agent.git_pass",
  git_token: "agent.git_pass",
  extra_index_urls: "agent.package_manager.extra_index_url",
  env: "environment",
  envs: "environment",
  env_vars: "environment",
  environments: "environment",
  environment_variables: "environment",
  environment_vars: "environment",
  variables: "environment",
  file: "files",
  host: "api.api_server",
  api_host: "api.api_server",
  web_host: "api.web_server",
  files_host: "api.files_server",
  file_server: "api.files_server",
  fileserver: "api.files_server",
  aws_access_key_id: "sdk.aws.s3.key",
  access_key_id: "sdk.aws.s3.key",
  aws_secret_access_key: "sdk.aws.s3.secret",
  secret_access_key: "sdk.aws.s3.secret",
  aws_session_token: "sdk.aws.s3.token",
  session_token: "sdk.aws.s3.token",
  aws_default_region: "sdk.aws.s3.region",
  aws_region: "sdk.aws.s3.region",
  region_name: "sdk.aws.s3.region",
  output_uri: "sdk.development.default_output_uri",
  cache_dir: "sdk.storage.cache.default_base_dir",
  gs: "sdk.google.storage",
  gcs: "sdk.google.storage",
  gcp: "sdk.google",
};

/** What is called so in one group alone. */
const localAliases: Record<string, string> = {
  "sdk.aws.s3.access_key": "sdk.aws.s3.key",
  "sdk.aws.s3.secret_key": "sdk.aws.s3.secret",
  "sdk.aws.key": "sdk.aws.s3.key",
  "sdk.aws.secret": "sdk.aws.s3.secret",
  "sdk.aws.region": "sdk.aws.s3.region",
  "sdk.aws.credentials": "sdk.aws.s3.credentials",
  "sdk.s3.key": "sdk.aws.s3.key",
  "api.access_key": "api.credentials.access_key",
  "api.secret_key": "api.credentials.secret_key",
  "agent.image": "agent.default_docker.image",
  "agent.arguments": "agent.default_docker.arguments",
  "sdk.google.credentials_json": "sdk.google.storage.credentials_json",
  "sdk.google.project": "sdk.google.storage.project",
  "sdk.azure.containers": "sdk.azure.storage.containers",
};

/** Names with many meanings: on their own, it is unclear which group was meant. */
const vague = new Set([
  "path",
  "enabled",
  "type",
  "format",
  "image",
  "arguments",
  "quality",
  "token",
  "key",
  "secret",
  "project",
  "region",
  "log",
  "metrics",
  "network",
  "worker",
  "credentials",
  "cache",
  "images",
  "containers",
]);

const places = new Map<string, { path: string; type: KeyType }[]>();
for (const { path, type } of listKnownKeys()) {
  const name = path.slice(path.lastIndexOf(".") + 1);
  if (!path.includes("<")) places.set(name, [...(places.get(name) ?? []), { path, type }]);
}

function takes(type: KeyType, node: ResolvedNode): boolean {
  if (type === "any" || node.kind === "agent") return true;
  if (node.kind === "object") return type === "object";
  if (node.kind === "array") return type.includes("list");
  return type !== "object" && type !== "list";
}

/** How many of a group's keys are known in another place. */
function inCommon(node: ResolvedNode, path: string): number {
  if (node.kind !== "object") return 0;
  const names = new Set(listKnownNames(path.split(".")));
  return [...node.entries.keys()].filter((name) => names.has(name)).length;
}

/** Where clients would read a key that they ignore in its current place; several if it is ambiguous. */
export function placesOf(path: readonly string[], node: ResolvedNode): string[] {
  const name = path[path.length - 1]!.replaceAll("-", "_").toLowerCase();
  const whole = path.join(".");
  const local = Object.hasOwn(localAliases, whole) ? localAliases[whole] : undefined;
  if (local !== undefined) return [local];
  if (path.length > 1 && sections.has(name) && node.kind === "object") {
    const isFree = name === "environment" || name === "files";
    return isFree || inCommon(node, name) > 0 ? [name] : [];
  }
  const found = (places.get(name) ?? []).filter(
    ({ path: place, type }) => place.includes(".") && !machineKeys.has(place) && takes(type, node),
  );
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (found.length === 0) {
    const fits = alias !== undefined && takes(findKnownKey(alias.split("."))!.type, node);
    return fits ? [alias] : [];
  }
  if (node.kind === "object" && node.entries.size > 0) {
    const best = Math.max(...found.map(({ path: place }) => inCommon(node, place)));
    const fitting = found.filter(({ path: place }) => inCommon(node, place) === best);
    if (best > 0 && fitting.length === 1) return [fitting[0]!.path];
    if (best === 0 && (path.length > 1 || vague.has(name))) return [];
  }
  if (vague.has(name) && (path.length > 1 || found.length > 3)) return [];
  return found.map(({ path: place }) => place);
}
