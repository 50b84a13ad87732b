type Json = Readonly<Record<string, unknown>>;

/** What of a document of a client is shown; clients may send anything under these names. */
export type ShownArtifact = { key: string; kind: string; uri: string | undefined; bytes: number | undefined };

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function shownArtifacts(artifacts: readonly Json[]): ShownArtifact[] {
  return artifacts.flatMap((artifact) => {
    const key = textOf(artifact.key);
    if (!key) return [];
    const bytes = artifact.content_size;
    return {
      ...{ key, kind: textOf(artifact.type) ?? "custom", uri: textOf(artifact.uri) },
      bytes: typeof bytes === "number" && bytes >= 0 ? bytes : undefined,
    };
  });
}

export type ShownParameter = { name: string; value: string };
export type ParameterSection = { section: string; parameters: ShownParameter[] };

export function shownParameters(hyperparams: Json): ParameterSection[] {
  return sorted(hyperparams).flatMap(([section, entries]) => {
    if (!isJson(entries)) return [];
    const parameters = shownEntries(entries);
    return parameters.length > 0 ? [{ section, parameters }] : [];
  });
}

/** By name, each with a value: one section of parameters, or the metadata of a model. */
export function shownEntries(metadata: Json): ShownParameter[] {
  return sorted(metadata).map(([name, entry]) => ({
    name,
    value: isJson(entry) ? shownValue(entry.value) : shownValue(entry),
  }));
}

export type ShownConfiguration = { name: string; format: string | undefined; text: string };

export function shownConfiguration(configuration: Json): ShownConfiguration[] {
  return sorted(configuration).map(([name, entry]) => ({
    name,
    format: isJson(entry) ? textOf(entry.type) : undefined,
    text: isJson(entry) ? shownValue(entry.value) : shownValue(entry),
  }));
}

/** The container's image, and its arguments with the values of secret environment variables left out. */
export function shownContainer(container: Json, secretNames: readonly string[]) {
  const words = splitArguments(textOf(container.arguments) ?? "");
  let hidden = 0;
  const shown = words.map((word) => {
    const named = secretNames.find((name) => word.includes(`${name}=`));
    if (!named) return { text: word, isHidden: false };
    hidden += 1;
    const end = word.indexOf(`${named}=`) + named.length + 1;
    return { text: `${word.slice(0, end)}********`, isHidden: true };
  });
  return { image: textOf(container.image), arguments: shown, hidden };
}

/** One option a line, each with its value. */
function splitArguments(text: string): string[] {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\]|["'\\])+/g) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const before = lines.at(-1);
    const takesValue = before !== undefined && /^--?[\w-]+$/.test(before) && !word.startsWith("-");
    if (takesValue) lines[lines.length - 1] = `${before} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function shownValue(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function sorted(json: Json): [string, unknown][] {
  return Object.entries(json).sort(([one], [other]) => (one < other ? -1 : 1));
}

export type ShownSource = { label: string; value: string };

export function shownSource(script: Json): ShownSource[] {
  const fields: [string, unknown][] = [
    ["Repository", script.repository],
    ["Branch", script.branch],
    ["Commit", script.version_num],
    ["Script", script.entry_point],
    ["Folder", script.working_dir === "." ? undefined : script.working_dir],
  ];
  return fields.flatMap(([label, value]) => {
    const text = textOf(value);
    return text ? [{ label, value: text }] : [];
  });
}
