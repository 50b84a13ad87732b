import { type RuleType, ruleTypes } from "../rules/rule-names";
import { vaultTargets, wholeTypes } from "./document";
import { byText, type ConfigurationFacts, type GuardFacts, type RuleFacts } from "./facts";
import { FactNames } from "./names";
import { blockText, inlineText } from "./scalars";

const header = `# The access configuration of a workspace: user groups, access rules, guards and administrator vaults.
# When the file is applied, the workspace is made equal to each of these sections: what a section does not list is deleted.
# A section that is removed from the file leaves that part of the workspace as it is; an empty one is written as [].
# Users are named by e-mail address, service accounts, groups and resources by name. A resource whose name several have
# also has its resource_id. The line ... at the end shows that nothing of the file is missing.
`;
const secretsNote = `# The texts of administrator vaults are included and may contain secrets: keep the file where only admins can read it.
`;
const noTextsNote = `# The texts of administrator vaults are left out: vaults keep the text that they have.
`;

const comments = {
  groups:
    "User groups and their members. Built-in groups are never deleted; Users and Service accounts fill themselves.",
  access_rules: "Who can read or modify what. Rules only add access: everybody has all that any rule gives.",
  guards: "What must stay so. A change that would break one of these is refused.",
  administrator_vaults:
    "Configuration for the clients of the members of groups. A later vault replaces values of earlier ones.",
};

export type WriteOptions = { vaultTexts: boolean };

const itemsInStep = 200;

/** The same workspace gives the same text, whatever order its parts are in. In steps: it may be long. */
export function* writeConfiguration(
  facts: ConfigurationFacts,
  { vaultTexts }: WriteOptions,
): Generator<number, string> {
  const names = new FactNames(facts);
  const note = facts.vaults.length === 0 ? "" : vaultTexts ? secretsNote : noTextsNote;
  const parts = [`${header}${note}access_configuration: 1\n`];
  const section = function* <T>(key: keyof typeof comments, items: readonly T[], write: (item: T) => string) {
    parts.push(`\n# ${comments[key]}\n${key}:${items.length === 0 ? " []" : ""}\n`);
    for (const [count, each] of items.entries()) {
      parts.push(write(each));
      if (count % itemsInStep === itemsInStep - 1) yield 0;
    }
  };
  const groups = facts.groups.filter(({ builtIn }) => builtIn !== "users" && builtIn !== "service_accounts");
  yield* section(
    "groups",
    groups.toSorted(
      (one, other) =>
        byText(one.name.toLowerCase(), other.name.toLowerCase()) || byText(one.name, other.name),
    ),
    ({ name, description, builtIn, memberIds }) =>
      item([
        `name: ${inlineText(name)}`,
        ...(description === "" || builtIn ? [] : [`description: ${inlineText(description)}`]),
        ...members(memberIds, names),
      ]),
  );
  yield* section("access_rules", yield* sortedRules(facts, names), (rule) => writeRule(rule, names));
  const guards = facts.guards
    .filter(({ targetId }) => names.object(targetId))
    .map((guard) => [guard.name, writeGuard(guard, names)] as const)
    .toSorted(([one, first], [other, second]) => byText(one, other) || byText(first, second));
  yield* section("guards", guards, ([, text]) => text);
  yield* section("administrator_vaults", facts.vaults, ({ name, type, enabled, groupIds, format, text }) => {
    const fields = [
      `name: ${inlineText(name)}`,
      `target: ${vaultTargets[type]}`,
      `enabled: ${enabled}`,
      ...list(
        "groups",
        groupIds.map((id) => names.group(id)),
      ),
    ];
    if (!vaultTexts) return item(fields);
    if (text === undefined) return item([...fields, "# The text of this vault can’t be read."]);
    return `${item([...fields, `format: ${format}`])}    text: ${blockText(text, 6)}`;
  });
  parts.push("...\n");
  return parts.join("");
}

/** Rules about whole types first, then by type and path. */
function* sortedRules(facts: ConfigurationFacts, names: FactNames): Generator<number, RuleFacts[]> {
  const keyed: [string, RuleFacts][] = [];
  for (const [count, rule] of facts.rules.entries()) {
    const { type, targetId, access, userIds, groupIds } = rule;
    const object = targetId === null ? undefined : names.object(targetId);
    // Rules about what is gone say nothing.
    if (targetId !== null && !object) continue;
    const named = [...members(userIds, names), ...groupIds.map((id) => names.group(id)).sort(byText)];
    const place = [object ? 1 : 0, ruleTypes.indexOf(type), object?.path ?? "", targetId ?? "", access];
    keyed.push([[...place, ...named].join("\u0000"), rule]);
    if (count % itemsInStep === itemsInStep - 1) yield 0;
  }
  return keyed.sort(([one], [other]) => byText(one, other)).map(([, rule]) => rule);
}

function writeRule({ type, targetId, access, userIds, groupIds }: RuleFacts, names: FactNames): string {
  return item([
    ...(targetId === null ? [`all: ${wholeTypes[type]}`] : target(type, targetId, names)),
    `access: ${access}`,
    ...members(userIds, names),
    ...(groupIds.length === 0
      ? []
      : list(
          "groups",
          groupIds.map((id) => names.group(id)),
        )),
  ]);
}

function writeGuard(
  { name, userId, groupId, allows, access, type, targetId }: GuardFacts,
  names: FactNames,
): string {
  return item([
    `name: ${inlineText(name)}`,
    groupId ? `group: ${inlineText(names.group(groupId))}` : principal(userId ?? "", names),
    `${allows ? "can" : "cannot"}: ${access}`,
    ...target(type, targetId, names),
  ]);
}

function item(lines: readonly string[]): string {
  return `${lines.map((line, at) => `${at === 0 ? "  - " : "    "}${line}`).join("\n")}\n`;
}

function list(key: string, texts: readonly string[]): string[] {
  if (texts.length === 0) return [`${key}: []`];
  return [`${key}:`, ...[...texts].sort(byText).map((text) => `  - ${inlineText(text)}`)];
}

function target(type: RuleType, id: string, names: FactNames): string[] {
  const path = names.path(id);
  return [
    `${type}: ${inlineText(path)}`,
    ...(names.isAmbiguous(type, path) ? [`resource_id: ${inlineText(id)}`] : []),
  ];
}

function principal(userId: string, names: FactNames): string {
  return names.isServiceAccount(userId)
    ? `service_account: ${inlineText(names.member(userId))}`
    : `user: ${inlineText(names.member(userId))}`;
}

function members(userIds: readonly string[], names: FactNames): string[] {
  const users = userIds.filter((id) => !names.isServiceAccount(id)).map((id) => names.member(id));
  const accounts = userIds.filter((id) => names.isServiceAccount(id)).map((id) => names.member(id));
  return [
    ...(users.length > 0 ? list("users", users) : []),
    ...(accounts.length > 0 ? list("service_accounts", accounts) : []),
  ];
}
