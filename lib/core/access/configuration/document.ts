import type { VaultFormat } from "../../vault/model/types";
import type { VaultType } from "../../vault/vault-types";
import type { RulePermission, RuleType } from "../rules/rule-names";

/** The version that the first key of a file names. */
export const configurationVersion = "1";

export const configurationLimits = {
  bytes: 3_000_000,
  /** Of problems that are told at once. */
  problems: 20,
  depth: 8,
} as const;

export const sections = ["groups", "access_rules", "guards", "administrator_vaults"] as const;
export type Section = (typeof sections)[number];

/** As screens and commands say it. */
export const sectionNames: Record<Section, string> = {
  groups: "User groups",
  access_rules: "Access rules",
  guards: "Guards",
  administrator_vaults: "Administrator vaults",
};

/** How files name all objects of a type. */
export const wholeTypes: Record<RuleType, string> = {
  project: "projects",
  task: "tasks",
  model: "models",
  dataview: "dataviews",
  dataset: "datasets",
  queue: "queues",
  app_category: "app_categories",
};

/** How files name what an administrator vault is for. */
export const vaultTargets: Record<VaultType, string> = {
  config: "client",
  ui_storage_credentials: "ui_storage_credentials",
  remote_session_ssh_server: "ssh_server",
};

/** A text of the file, and how many characters are before it. */
export type Written = { text: string; at: number };

export type WrittenMembers = { users: Written[]; serviceAccounts: Written[] };
export type WrittenGroup = WrittenMembers & { name: Written; description: Written | undefined };

/** `path` is null for all objects of the type. */
export type WrittenObject = { type: RuleType; at: number; path: string | null; id: Written | undefined };

export type WrittenRule = WrittenMembers & {
  at: number;
  object: WrittenObject;
  access: RulePermission;
  groups: Written[];
};

export type PrincipalKind = "user" | "service_account" | "group";

export type WrittenGuard = {
  name: Written;
  principal: Written & { kind: PrincipalKind };
  allows: boolean;
  access: RulePermission;
  object: WrittenObject;
};

/** A text that is left out stays as it is. */
export type WrittenVault = {
  name: Written;
  type: VaultType;
  enabled: boolean;
  groups: Written[];
  content: { text: string; at: number; format: VaultFormat } | undefined;
};

/** What a file says; a section that it does not contain is left as it is. */
export type ConfigurationDocument = {
  groups: WrittenGroup[] | undefined;
  rules: WrittenRule[] | undefined;
  guards: WrittenGuard[] | undefined;
  vaults: WrittenVault[] | undefined;
};

/** What is wrong with a file, at the number of characters before it. */
export type Problem = { at: number; message: string };
/** Lines and columns begin with 1. */
export type PlacedProblem = { line: number; column: number; message: string };
