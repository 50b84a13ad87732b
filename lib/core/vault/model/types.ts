import type { VaultNumber } from "./vault-number";

export const vaultFormats = ["hocon", "json", "yaml"] as const;
export type VaultFormat = (typeof vaultFormats)[number];

/** Whose configuration a text is, or what else it is for. */
export type VaultTarget =
  | "personal"
  | "administrator"
  | "service_account"
  | "ui_storage_credentials"
  | "remote_session_ssh_server";

/** Lines and columns count from 1, offsets from 0; columns and offsets are UTF-16 units. */
export interface Position {
  line: number;
  column: number;
  offset: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Fix {
  label: string;
  range: Range;
  text: string;
}

export interface Diagnostic {
  severity: "error" | "warning";
  code: string;
  message: string;
  range: Range;
  fix?: Fix;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ParseOptions {
  /** With it, references are answered from it and an unanswered one is an error; without it they are left to the agent. */
  environment?: Environment;
}

export interface AgentName {
  name: string;
  optional: boolean;
}

/** A text that only the agent can complete, from its own environment variables. */
export class AgentText {
  constructor(
    readonly parts: readonly (string | AgentName)[],
    /** What holds when every part is optional and the agent has none of them. */
    readonly otherwise?: VaultValue,
  ) {}

  toString(): string {
    return this.parts
      .map((part) => (typeof part === "string" ? part : `\${${part.optional ? "?" : ""}${part.name}}`))
      .join("");
  }

  toJSON(): string {
    return this.toString();
  }
}

export type Scalar = null | boolean | VaultNumber | string;
export type VaultValue = Scalar | AgentText | VaultValue[] | VaultObject;
export interface VaultObject {
  [key: string]: VaultValue;
}

/** Comments beside a value: whole lines above it, and the one behind it. Without their marks. */
export interface Comments {
  before: string[];
  after?: string;
}

/** Where something is in the text, by offsets: `start` inclusive, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

interface Located extends Span {
  comments?: Comments;
}

interface Container extends Located {
  /** Comments that stand behind the last child. */
  trailing?: string[];
}

export interface SourceScalar extends Located {
  kind: "scalar";
  value: Scalar;
  /** How the value reads inside a longer text: `1.50` stays `1.50`. */
  text: string;
  quoted: boolean;
}

export interface SourceReference extends Located {
  kind: "reference";
  path: string[];
  optional: boolean;
}

export interface SourceConcatenation extends Located {
  kind: "concatenation";
  parts: SourceNode[];
}

export interface SourceArray extends Container {
  kind: "array";
  items: SourceNode[];
}

export interface SourceField {
  path: readonly string[];
  key: Span;
  /** Written with `+=`. */
  append: boolean;
  node: SourceNode;
}

export interface SourceObject extends Container {
  kind: "object";
  fields: SourceField[];
}

export type SourceNode = SourceScalar | SourceReference | SourceConcatenation | SourceArray | SourceObject;

export interface ResolvedAgentText extends Located {
  kind: "agent";
  parts: readonly (string | AgentName)[];
  otherwise?: ResolvedNode;
}

export interface ResolvedArray extends Container {
  kind: "array";
  items: ResolvedNode[];
}

export interface ResolvedEntry {
  key: Span;
  node: ResolvedNode;
}

export interface ResolvedObject extends Container {
  kind: "object";
  entries: Map<string, ResolvedEntry>;
}

/** A value together with the place in the text that gave it. */
export type ResolvedNode = SourceScalar | ResolvedAgentText | ResolvedArray | ResolvedObject;

export interface ParsedVault {
  format: VaultFormat;
  text: string;
  /** Undefined when a diagnostic is an error. */
  value: VaultObject | undefined;
  /** What the text says, as far as it could be read. */
  tree: SourceObject;
  /** What it means, with places. Undefined when a diagnostic is an error. */
  resolved: ResolvedObject | undefined;
  /** In the order of the text. */
  diagnostics: Diagnostic[];
}

export interface VaultLayer {
  id: string;
  parsed: ParsedVault;
}

export interface LayerLine {
  layer: string;
  line: number;
}

export interface MergedKey {
  path: string[];
  value: VaultValue;
  from: LayerLine;
  /** What lower layers say here and lose, the nearest first. */
  hides: (LayerLine & { value: VaultValue })[];
}

export interface SkippedLayer {
  layer: string;
  message: string;
  line: number;
}

export interface MergedVaults {
  value: VaultObject;
  keys: MergedKey[];
  skipped: SkippedLayer[];
}

export interface Conversion {
  /** Undefined when a diagnostic is an error. */
  text: string | undefined;
  diagnostics: Diagnostic[];
}
