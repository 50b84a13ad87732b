import fc from "fast-check";
import { firstError } from "../core/vault/checks/check-parsed";
import { checkVault } from "../core/vault/checks/check-vault";
import type { VaultFormat, VaultObject, VaultValue } from "../core/vault/model/types";
import { vaultNumber } from "../core/vault/model/vault-number";
import { valueText } from "../core/vault/write/canonical";
import { jsonText } from "../core/vault/write/write-json";
import { yamlText } from "../core/vault/write/write-yaml";

export type DrawnText = { format: VaultFormat; text: string };

/** Vaults, groups and members of one workspace. Groups and members are named by their place in the lists below. */
export type DrawnSet = {
  vaults: { text: DrawnText; groups: number[]; isOff: boolean }[];
  /** The groups among the first two in which each member is. */
  groupsOfMembers: number[][];
  /** What each member wrote as the personal vault. */
  personal: ({ text: DrawnText; isOff: boolean } | null)[];
  /** How the order is changed: which place goes to which, each modulo the number of vaults. */
  moves: [number, number][];
};

export const drawnMembers = ["owner", "admin", "member", "service account"] as const;
/** Those after the first two are built in. */
export const drawnGroups = ["First", "Second", "users", "admins", "service_accounts"] as const;

/** The same sets for the same seed. */
export function drawSets(seed: number, count: number): DrawnSet[] {
  return fc.sample(sets, { seed, numRuns: count });
}

const scalars: fc.Arbitrary<VaultValue> = fc.oneof(
  fc.constantFrom("x", "a\nb", 'a "quoted" \\ text', "é😀", "true", "1.50", "s3://bucket/#1", "10m", "$5"),
  fc.constantFrom("0", "-1", "8.0", "1e5", "12345678901234567890").map(vaultNumber),
  fc.boolean(),
  fc.constant(null),
);
const lists = fc.array(scalars, { maxLength: 3 });
const names = fc.constantFrom("k1", "k2", "k3");

const { object } = fc.letrec<{ value: VaultValue; object: VaultObject }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, scalars, lists, tie("object"), tie("object")),
  object: fc.dictionary(names, tie("value"), { maxKeys: 3, noNullPrototype: true }),
}));

const plainTexts = fc
  .tuple(object, fc.constantFrom("json" as const, "yaml" as const))
  .map(([value, format]): DrawnText => ({ format, text: { json: jsonText, yaml: yamlText }[format](value) }));

/** As an author writes it: paths, sections, unquoted text, comments, and references to the vault or the environment. */
const hoconValues = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(scalars, lists, object).map(valueText) },
  fc.constantFrom("plain words", "/mnt/data//cache", "s3://bucket/models", "10GB", "True"),
  fc.constantFrom(`\${REGION}`, `\${?REGION}`, `"s3://"\${BUCKET}"/models"`, `[\${REGION}, 1]`),
  fc.constantFrom(`\${k1}`, `\${?k2.k1}`, `\${k3} {k1 = 1}`, "{k1 = 1} {k2: 2}", "[1] [2, 3]"),
);
const hoconLines = fc.oneof(
  fc.tuple(fc.array(names, { minLength: 1, maxLength: 3 }), hoconValues).map(([path, value]) => {
    return `${path.join(".")} = ${value}`;
  }),
  fc.tuple(names, names, hoconValues).map(([name, inner, value]) => `${name} {\n  ${inner}: ${value},\n}`),
  fc.tuple(names, scalars.map(valueText)).map(([name, value]) => `${name} += ${value}`),
  fc.constant("# a comment"),
);
const hoconTexts = fc
  .array(hoconLines, { maxLength: 5 })
  .map((lines): DrawnText => ({ format: "hocon", text: lines.map((line) => `${line}\n`).join("") }));

/** A vault that is on can't contain errors. */
const texts = fc
  .oneof(plainTexts, hoconTexts)
  .filter(({ text, format }) => !firstError(checkVault(text, format, "administrator").diagnostics));

const oneIn = (count: number) => fc.integer({ min: 1, max: count }).map((number) => number === 1);
const subset = (count: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: count });
const ofEachMember = <T>(each: fc.Arbitrary<T>) =>
  fc.array(each, { minLength: drawnMembers.length, maxLength: drawnMembers.length });

const sets: fc.Arbitrary<DrawnSet> = fc.record({
  vaults: fc.array(fc.record({ text: texts, groups: subset(drawnGroups.length), isOff: oneIn(4) }), {
    minLength: 1,
    maxLength: 6,
  }),
  groupsOfMembers: ofEachMember(subset(2)),
  personal: ofEachMember(fc.option(fc.record({ text: texts, isOff: oneIn(6) }))),
  moves: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
});

/** From which place of the order to which, counted from 0. */
export function movesOf({ moves, vaults }: DrawnSet): { from: number; to: number }[] {
  return moves.map(([from, to]) => ({ from: from % vaults.length, to: to % vaults.length }));
}

/** What a member's clients merge, the lowest first: what is on and given to a group of the member, then the own vault. */
export function textsFor(set: DrawnSet, member: number): DrawnText[] {
  const order = [...set.vaults];
  for (const { from, to } of movesOf(set)) order.splice(to, 0, ...order.splice(from, 1));
  const given = order.filter(
    ({ isOff, groups }) => !isOff && groups.some((group) => isInGroup(set, member, group)),
  );
  const own = set.personal[member];
  return [...given, ...(own && !own.isOff ? [own] : [])].map(({ text }) => text);
}

/** Whether a member is in a group, by their places. */
function isInGroup(set: DrawnSet, member: number, group: number): boolean {
  const named = drawnGroups[group];
  const who = drawnMembers[member];
  if (named === "users") return true;
  if (named === "admins") return who === "owner" || who === "admin";
  if (named === "service_accounts") return who === "service account";
  return set.groupsOfMembers[member]?.includes(group) ?? false;
}
