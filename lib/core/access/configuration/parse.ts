import type { z } from "zod";
import { newAdminVault } from "../../vault/admin-vault";
import { vaultFormats } from "../../vault/model/types";
import { type VaultType, vaultTypes } from "../../vault/vault-types";
import { newGroup } from "../../workspace/group";
import { newGuard } from "../guards/forms";
import { type RuleType, rulePermissions, ruleTypes } from "../rules/rule-names";
import {
  type ConfigurationDocument,
  configurationLimits,
  configurationVersion,
  type Problem,
  type Section,
  sections,
  vaultTargets,
  type Written,
  type WrittenGroup,
  type WrittenGuard,
  type WrittenMembers,
  type WrittenObject,
  type WrittenRule,
  type WrittenVault,
  wholeTypes,
} from "./document";
import { MapReader } from "./map-reader";
import { readYamlTree, type TreeNode } from "./yaml-tree";

export type ParsedConfiguration = { document: ConfigurationDocument } | { problems: Problem[] };

const versionKey = "access_configuration";

/** What a file says, or all that is wrong with it: a file with a problem says nothing. */
export function parseConfiguration(text: string): ParsedConfiguration {
  if (text.length > configurationLimits.bytes) {
    const most = configurationLimits.bytes / 1_000_000;
    return { problems: [{ at: 0, message: `A file can have at most ${most} MB. Split it by sections.` }] };
  }
  const hidden = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/u.exec(text);
  if (hidden) {
    return { problems: [{ at: hidden.index, message: "This character can’t be used. Remove it." }] };
  }
  const tree = readYamlTree(text);
  if ("problems" in tree) return tree;
  const problems: Problem[] = [];
  const document = readDocument(tree.value, problems);
  if (problems.length === 0) return { document };
  return { problems: problems.slice(0, configurationLimits.problems) };
}

function readDocument(root: TreeNode, problems: Problem[]): ConfigurationDocument {
  const file = new MapReader(root, [versionKey, ...sections], problems);
  const version = file.text(versionKey);
  if (version.text !== "" && version.text !== configurationVersion) {
    file.tell(version.at, `This version is not known. Write ${versionKey}: ${configurationVersion}.`);
  }
  const read = <T>(section: Section, item: (node: TreeNode, problems: Problem[]) => T) =>
    file.has(section) ? file.items(section).map((node) => item(node, problems)) : undefined;
  return {
    groups: read("groups", readGroup),
    rules: read("access_rules", readRule),
    guards: read("guards", readGuard),
    vaults: read("administrator_vaults", readVault),
  };
}

const memberKeys = ["users", "service_accounts"] as const;

function readMembers(fields: MapReader): WrittenMembers {
  return { users: fields.texts("users"), serviceAccounts: fields.texts("service_accounts") };
}

function readGroup(node: TreeNode, problems: Problem[]): WrittenGroup {
  const fields = new MapReader(node, ["name", "description", ...memberKeys], problems);
  const name = valid(fields, fields.text("name"), newGroup.shape.name);
  const written = fields.textIfAny("description");
  const description = written && valid(fields, written, newGroup.shape.description);
  return { name, description, ...readMembers(fields) };
}

/** As the schema returns it; a text that is empty was told of before. */
function valid(fields: MapReader, written: Written, schema: z.ZodType<string, string>): Written {
  const parsed = schema.safeParse(written.text);
  if (parsed.success) return { text: parsed.data, at: written.at };
  if (written.text !== "") fields.tell(written.at, parsed.error.issues[0]?.message ?? "This is not valid.");
  return written;
}

const objectKeys = [...ruleTypes, "resource_id"] as const;

function readRule(node: TreeNode, problems: Problem[]): WrittenRule {
  const keys = ["all", ...objectKeys, "access", ...memberKeys, "groups"];
  const fields = new MapReader(node, keys, problems);
  const rule = {
    at: fields.at,
    object: readObject(fields, true),
    access: fields.oneOf("access", rulePermissions),
    ...readMembers(fields),
    groups: fields.texts("groups"),
  };
  const named = rule.users.length + rule.serviceAccounts.length + rule.groups.length;
  if (named === 0 && problems.length === 0) {
    fields.tell(fields.at, "Name at least one user, service account or group.");
  }
  return rule;
}

function readObject(fields: MapReader, mayBeAll: boolean): WrittenObject {
  const [key, second] = fields.present(mayBeAll ? (["all", ...ruleTypes] as const) : ruleTypes);
  const id = fields.textIfAny("resource_id");
  const nothing: WrittenObject = { type: "project", at: fields.at, path: null, id };
  if (!key || second) {
    const choices = mayBeAll ? ["all", ...ruleTypes] : ruleTypes;
    fields.tell(
      fields.at,
      key
        ? `Name one resource only: one of ${choices.join(", ")}.`
        : `The resource is missing: one of ${choices.join(", ")}.`,
    );
    return nothing;
  }
  if (key !== "all") {
    const { text, at } = fields.text(key);
    return { type: key, at, path: text, id };
  }
  const many = fields.oneOf("all", Object.values(wholeTypes));
  if (id) fields.tell(id.at, "A rule about all of a type has no “resource_id”.");
  const type = ruleTypes.find((each) => wholeTypes[each] === many) as RuleType;
  return { ...nothing, type };
}

const principalKinds = ["user", "service_account", "group"] as const;
const abilities = ["can", "cannot"] as const;

function readGuard(node: TreeNode, problems: Problem[]): WrittenGuard {
  const fields = new MapReader(node, ["name", ...principalKinds, ...abilities, ...objectKeys], problems);
  const name = valid(fields, fields.text("name"), newGuard.shape.name);
  const [kind, otherKind] = fields.present(principalKinds);
  if (!kind || otherKind) fields.tell(fields.at, `Name one of ${principalKinds.join(", ")}.`);
  const [ability, otherAbility] = fields.present(abilities);
  if (!ability || otherAbility) fields.tell(fields.at, "Write either “can” or “cannot”.");
  const principal = kind ? fields.text(kind) : { text: "", at: fields.at };
  return {
    name,
    principal: { ...principal, kind: kind ?? "user" },
    allows: ability === "can",
    access: ability ? fields.oneOf(ability, rulePermissions) : "read",
    object: readObject(fields, false),
  };
}

const vaultKeys = ["name", "target", "enabled", "groups", "format", "text"];

function readVault(node: TreeNode, problems: Problem[]): WrittenVault {
  const fields = new MapReader(node, vaultKeys, problems);
  const name = valid(fields, fields.text("name"), newAdminVault.shape.name);
  const target = fields.oneOf("target", Object.values(vaultTargets));
  const enabled = fields.oneOf("enabled", ["true", "false"]) === "true";
  const text = fields.textIfAny("text");
  const format = text || fields.has("format") ? fields.oneOf("format", vaultFormats) : undefined;
  if (!text && format) fields.tell(fields.at, "“text” is missing. Leave out “format” too to keep the text.");
  return {
    name,
    type: vaultTypes.find((type) => vaultTargets[type] === target) as VaultType,
    enabled,
    groups: fields.texts("groups"),
    content: text && format ? { ...text, format } : undefined,
  };
}
