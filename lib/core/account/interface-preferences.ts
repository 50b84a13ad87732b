import { z } from "zod";
import { hiddenArguments as usualHiddenArguments } from "../resources/hidden-arguments";
import { type SwitchName, switchNames } from "./preference-switches";
import { isPlain, type Preferences } from "./preferences";

const listName = "hidden_container_arguments";
export const preferenceNames = [...switchNames, listName] as const;
export type PreferenceName = (typeof preferenceNames)[number];

/** How Steward’s own pages behave for a user. */
export type InterfacePreferences = Record<SwitchName, boolean> & { hidden_container_arguments: string[] };

/** What the operator sets for all users: a fallback for what they didn’t choose, or a value that they can’t change. */
export type OperatorPreferences = {
  defaults: Partial<InterfacePreferences>;
  forced: Partial<InterfacePreferences>;
};

export type EffectivePreferences = InterfacePreferences & {
  /** The names of those that the operator forces. */
  forced: PreferenceName[];
};

/** The key of the preferences of Steward’s own pages among all preferences of a user. */
export const interfaceKey = "steward";

export const usualPreferences: InterfacePreferences = {
  show_hidden_projects: false,
  hide_examples: false,
  hidpi_scale: true,
  hide_pro_tips: false,
  block_scripts: false,
  hide_container_arguments: true,
  share_telemetry: false,
  hidden_container_arguments: [...usualHiddenArguments],
};

const mostArguments = 50;
const argumentPattern = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

const argumentNames = z
  .array(z.string())
  .max(mostArguments, `The list can contain ${mostArguments} names.`)
  .transform((names, context) => {
    const other = names.find((name) => !argumentPattern.test(name));
    if (other === undefined) return [...new Set(names)];
    const message = `“${other.slice(0, 60)}” isn’t the name of an environment variable. Use letters, digits and underscores.`;
    context.issues.push({ code: "custom", message, input: names });
    return z.NEVER;
  });

const schemaOf = (name: PreferenceName) => (name === listName ? argumentNames : z.boolean());

export const switchChange = z.object({ name: z.enum(switchNames), value: z.boolean() });
export type SwitchChange = z.infer<typeof switchChange>;

/** One name on each line, or several with spaces or commas between them. */
const argumentText = z
  .string()
  .max(10_000, "The list is too long.")
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(argumentNames);

export const hiddenArgumentsChange = z.object({ names: argumentText });

/** The whole form of a browser without scripts, which sends only the boxes that are checked. */
export const preferencesForm = z
  .object({
    ...(Object.fromEntries(switchNames.map((name) => [name, z.literal("on").optional()])) as Record<
      SwitchName,
      z.ZodOptional<z.ZodLiteral<"on">>
    >),
    names: argumentText,
  })
  .transform(({ names, ...checked }): InterfacePreferences => {
    const switches = Object.fromEntries(switchNames.map((name) => [name, checked[name] === "on"]));
    return { ...(switches as Record<SwitchName, boolean>), hidden_container_arguments: names };
  });

/** What applies: what the operator forces, what the user chose, or what is usual. A stored value of another type counts as not chosen. */
export function effectivePreferences(
  stored: Preferences,
  operator: OperatorPreferences,
): EffectivePreferences {
  const chosen = chosenOf(stored);
  const own = Object.fromEntries(
    preferenceNames.flatMap((name) => {
      const parsed = schemaOf(name).safeParse(Object.hasOwn(chosen, name) ? chosen[name] : undefined);
      return parsed.success ? [[name, parsed.data]] : [];
    }),
  );
  const forced = preferenceNames.filter((name) => operator.forced[name] !== undefined);
  return { ...usualPreferences, ...operator.defaults, ...own, ...operator.forced, forced };
}

/** Why preferences can’t be kept: a value of the wrong type, or one that the operator forces to be another. */
export function interfacePreferencesProblem(
  preferences: Preferences,
  changed: readonly string[],
  { forced }: OperatorPreferences,
): string | undefined {
  const touched = changed.some((name) => name === interfaceKey || name.startsWith(`${interfaceKey}.`));
  if (!touched) return undefined;
  if (Object.hasOwn(preferences, interfaceKey) && !isPlain(preferences[interfaceKey]))
    return `The preference ${interfaceKey} must be an object.`;
  const chosen = chosenOf(preferences);
  for (const name of preferenceNames) {
    if (!Object.hasOwn(chosen, name)) continue;
    const parsed = schemaOf(name).safeParse(chosen[name]);
    if (!parsed.success) {
      const wanted = name === listName ? "a list of names of environment variables" : "true or false";
      return `The preference ${interfaceKey}.${name} must be ${wanted}.`;
    }
    const held = forced[name];
    const asked = changed.some((each) => each === interfaceKey || each === `${interfaceKey}.${name}`);
    if (asked && held !== undefined && JSON.stringify(parsed.data) !== JSON.stringify(held)) {
      return `The operator of this server set ${interfaceKey}.${name} for all users. It can’t be changed.`;
    }
  }
  return undefined;
}

/** What programs read: what is stored, with what the operator forces in its place. */
export function withForced(stored: Preferences, { forced }: OperatorPreferences): Preferences {
  if (Object.keys(forced).length === 0) return stored;
  return { ...stored, [interfaceKey]: { ...chosenOf(stored), ...forced } };
}

function chosenOf(stored: Preferences): Preferences {
  const own = Object.hasOwn(stored, interfaceKey) ? stored[interfaceKey] : undefined;
  return isPlain(own) ? own : {};
}

/** `show_hidden_projects=on,hidden_container_arguments=A B` of the environment; or what is wrong with it. */
export function readPreferenceList(
  pairs: readonly string[],
): { values: Partial<InterfacePreferences> } | { problem: string } {
  const values: Partial<Record<PreferenceName, boolean | string[]>> = {};
  for (const pair of pairs) {
    const [name = "", value = "", ...rest] = pair.split("=").map((part) => part.trim());
    const known = preferenceNames.find((each) => each === name);
    if (!known) return { problem: `${name} is not a preference.` };
    if (known === listName) {
      const names = argumentNames.safeParse(value.split(/\s+/).filter(Boolean));
      if (!names.success || rest.length > 0)
        return { problem: `${name} must be names of environment variables with spaces between them.` };
      values[known] = names.data;
    } else if (value === "on" || value === "off") values[known] = value === "on";
    else return { problem: `${name} must be on or off.` };
  }
  return { values: values as Partial<InterfacePreferences> };
}
