import { pathText } from "../hocon/path-expression";
import type { FixDraft, Report } from "../model/report";
import type {
  ParsedVault,
  ResolvedEntry,
  ResolvedNode,
  ResolvedObject,
  SourceNode,
  Span,
} from "../model/types";
import { findKnownKey, type KeyType, listKnownKeys, listKnownNames } from "./known-keys";
import { machineKeys } from "./machine-keys";

const sections = new Set(["api", "agent", "sdk", "environment", "files"]);

/** Names that people know from elsewhere, or from older versions. */
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

/** Names with many meanings: where they stand alone, nobody can tell which group was meant. */
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

/** Where clients would read a key that they do not read where it stands; several where it is not sure. */
function placesOf(path: readonly string[], node: ResolvedNode): string[] {
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

/** Looks for keys that no client reads where they stand. */
export class Misplaced {
  private readonly referred = new Set<string>();
  private readonly shellLines: ResolvedEntry[] = [];
  private readonly emptied: ReadonlySet<string>;

  constructor(
    private readonly parsed: ParsedVault,
    private readonly report: Report,
  ) {
    const work: SourceNode[] = [parsed.tree];
    for (let node = work.pop(); node; node = work.pop()) {
      if (node.kind === "reference") this.referred.add(node.path[0]!);
      else if (node.kind === "array") work.push(...node.items);
      else if (node.kind === "concatenation") work.push(...node.parts);
      else if (node.kind === "object") for (const { value } of node.fields) work.push(value);
    }
    const root = [...(parsed.resolved?.entries ?? [])];
    this.emptied = new Set(
      root.flatMap(([name, { node }]) => (node.kind === "scalar" && node.value === null ? [name] : [])),
    );
  }

  /** True when the key was reported. */
  check(path: readonly string[], entry: ResolvedEntry): boolean {
    const parent = path.slice(0, -1);
    const name = path[path.length - 1]!;
    if (parent.length === 0) {
      if (this.referred.has(name)) return false;
      if (this.isShellLine(name, entry)) return true;
      if (this.isVariable(name, entry)) return true;
    } else if (!this.isReadable(parent, name, entry)) return false;
    const found = placesOf(path, entry.node);
    const [place] = found;
    if (place === undefined || place === [...parent, name.replaceAll("-", "_").toLowerCase()].join("."))
      return false;
    if (found.some((other) => this.emptied.has(other.split(".")[0]!))) return false;
    const shown = found.slice(0, 3).join(" or ");
    const where = parent.length === 0 ? "at the root" : `inside ${pathText(parent)}`;
    this.report.warn(
      "misplaced-key",
      `Clients don’t read ${pathText([name])} ${where}. They read ${shown}${place.includes(".") ? "" : " at the root only"}.`,
      entry.key,
      found.length === 1 ? this.moved(path, entry, place) : undefined,
    );
    return true;
  }

  /** Groups whose keys are known, and groups at the root that are not read themselves. */
  private isReadable(parent: readonly string[], name: string, { node }: ResolvedEntry): boolean {
    if (parent[0] === "environment" || parent[0] === "files") return false;
    if (findKnownKey(parent)) return listKnownNames(parent).length > 0;
    return (
      parent.length === 1 && !this.referred.has(parent[0]!) && sections.has(name) && node.kind === "object"
    );
  }

  private isShellLine(name: string, entry: ResolvedEntry): boolean {
    if (!/^(?:export|setx?|env|%env|%set_env|ENV|ARG|declare -x|os\.environ)\s+\S/.test(name)) return false;
    this.shellLines.push(entry);
    return true;
  }

  private isVariable(name: string, { node, key }: ResolvedEntry): boolean {
    if (!/^[A-Z][A-Z\d]*_[A-Z\d_]*$/.test(name) || node.kind === "object" || node.kind === "array")
      return false;
    const isAccess = /^(?:CLEARML|TRAINS)_(?:API|WEB|FILES)_/.test(name);
    this.report.warn(
      "variable-at-root",
      isAccess
        ? `Clients don’t read ${name} here. In a vault, this setting belongs in api { … }. As an environment variable, it must be set before the client starts.`
        : `Clients don’t read ${name} here. Environment variables belong in environment { … }.`,
      key,
      isAccess ? undefined : this.prefix(key.start, name, "environment."),
    );
    return true;
  }

  private prefix(start: number, name: string, text: string): FixDraft {
    const isBare = this.parsed.format === "hocon" && this.report.text.startsWith(name, start);
    return isBare ? { label: `Write ${text}${name}`, span: { start, end: start }, text } : undefined;
  }

  private moved(path: readonly string[], { key, node }: ResolvedEntry, place: string): FixDraft {
    const { text } = this.report;
    const name = path[path.length - 1]!;
    const parent = path.slice(0, -1).join(".");
    const written = text.slice(key.start, key.end);
    if (path.length === 1) {
      if (this.parsed.format !== "hocon" || !written.startsWith(name)) return undefined;
      return {
        label: `Write ${place}`,
        span: { start: key.start, end: key.start + name.length },
        text: place,
      };
    }
    const isRenamed =
      parent !== "" && place.startsWith(`${parent}.`) && (written === name || written === `"${name}"`);
    const better = place.slice(parent.length + 1);
    if (isRenamed && (this.parsed.format === "hocon" || !better.includes("."))) {
      return { label: `Write ${better}`, span: key, text: written === name ? better : `"${better}"` };
    }
    if (sections.has(place)) return this.toRoot(path, key, node);
    const whole = [parent, name].join(".");
    if (this.parsed.format === "hocon" && written.startsWith(whole)) {
      return {
        label: `Write ${place}`,
        span: { start: key.start, end: key.start + whole.length },
        text: place,
      };
    }
    return undefined;
  }

  /** A group on lines of its own goes behind everything else. */
  private toRoot(path: readonly string[], key: Span, node: ResolvedNode): FixDraft {
    const { text } = this.report;
    const name = path[path.length - 1]!;
    const lineStart = text.lastIndexOf("\n", key.start) + 1;
    const whole = path.join(".");
    if (text.slice(key.start, key.end) === whole) {
      return { label: `Write ${name}`, span: key, text: name };
    }
    const behind = text.indexOf("\n", node.end);
    if (
      this.parsed.format !== "hocon" ||
      text.slice(key.start, key.end) !== name ||
      text.slice(lineStart, key.start).trim() !== "" ||
      behind < 0 ||
      text.slice(node.end, behind).trim() !== "" ||
      /^\s*\{/.test(text.replace(/^(?:\s*(?:#|\/\/)[^\n]*\n)+/, ""))
    ) {
      return undefined;
    }
    const rest = text.slice(behind + 1).trimEnd();
    return {
      label: `Move ${name} to the root`,
      span: { start: lineStart, end: text.length },
      text: `${rest}\n${text.slice(key.start, node.end)}\n`,
    };
  }

  /** What concerns the vault as a whole. */
  finish(root: ResolvedObject, isClean: boolean): void {
    const [line] = this.shellLines.toSorted((a, b) => a.key.start - b.key.start);
    if (line) {
      this.report.warn(
        "shell-lines",
        `${this.shellLines.length === 1 ? "This line is" : "These lines are"} written for a shell or a notebook, and clients don’t read them in a vault. Write variables as environment { NAME: "value" }, and servers and credentials as api { … }.`,
        line.key,
        this.asEnvironment(root),
      );
      return;
    }
    const entries = [...root.entries];
    const [first] = entries;
    if (
      !isClean ||
      !first ||
      !entries.some(([, { node }]) => node.kind === "object" && node.entries.size > 0)
    )
      return;
    if (entries.some(([name]) => sections.has(name) || /^ssh_host_/.test(name))) return;
    const inner = innerVault(root);
    this.report.warn(
      "no-known-section",
      inner === undefined
        ? "Clients don’t read any key of this vault. Settings belong under api, agent, sdk, environment or files."
        : `Clients don’t read any key of this vault. The settings are inside the text of ${pathText(inner)}. Paste only that text, as HOCON.`,
      first[1].key,
    );
  }

  /** Only where all of the vault is such lines, and none of them is about signing in. */
  private asEnvironment(root: ResolvedObject): FixDraft {
    if (this.parsed.format !== "hocon" || root.entries.size !== this.shellLines.length) return undefined;
    const out: string[] = [];
    for (const [line, { node }] of root.entries) {
      const name = line.replace(/^.*\s/, "");
      if (
        node.kind !== "scalar" ||
        !/^\w+$/.test(name) ||
        /^(?:CLEARML|TRAINS)_(?:API|WEB|FILES)_/.test(name)
      )
        return undefined;
      out.push(`  ${name}: ${JSON.stringify(node.text)}`);
    }
    return {
      label: "Write them as environment",
      span: { start: 0, end: this.report.text.length },
      text: `environment {\n${out.join("\n")}\n}\n`,
    };
  }
}

/** The path of a text of several lines that holds the settings, as in files for Helm. */
function innerVault(root: ResolvedObject): string[] | undefined {
  const work: { path: string[]; node: ResolvedNode }[] = [{ path: [], node: root }];
  for (let next = work.pop(); next; next = work.pop()) {
    const { node, path } = next;
    if (node.kind === "object")
      for (const [name, entry] of node.entries) work.push({ path: [...path, name], node: entry.node });
    else if (node.kind === "array") for (const item of node.items) work.push({ path, node: item });
    else if (
      node.kind === "scalar" &&
      typeof node.value === "string" &&
      /^\s*(?:api|agent|sdk)\s*[.{:=]/m.test(node.value)
    )
      return path;
  }
  return undefined;
}
