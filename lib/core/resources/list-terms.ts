import { done, type Outcome, refused } from "../outcome";

/** One condition on a list of words, such as a task's tags, or on one word. */
export type ListCondition = { readonly kind: "any" | "all" | "none"; readonly words: readonly string[] };

/** The conditions are joined by `join`; what is empty fits besides where `orEmpty` says so. */
export type ListTerms = {
  readonly join: "and" | "or";
  readonly conditions: readonly ListCondition[];
  readonly orEmpty: boolean;
};

export const mostListTerms = 1_000;

const operators: Readonly<Record<string, "any" | "all">> = {
  __$all: "all",
  __$and: "all",
  __$any: "any",
  __$or: "any",
};

/**
 * Reads the words that ClearML's clients filter by: `__$any` and `__$all` say how the words after them count, `__$not`
 * excludes the next word, `__$nop` goes back to the beginning's rules, and null stands for an empty list. Where there is
 * no operator, a leading `-` excludes a word too.
 */
export function readListTerms(words: readonly (string | null)[]): Outcome<ListTerms> {
  if (words.length > mostListTerms) return refused("invalid", `There are more than ${mostListTerms} words.`);
  const sorted: Record<"any" | "all" | "none", string[]> = { any: [], all: [], none: [] };
  let join: "and" | "or" | undefined;
  let counting: "any" | "all" = "any";
  let dashExcludes = true;
  let excludesNext = false;
  let orEmpty = false;
  for (const word of words) {
    if (word === null) {
      excludesNext = false;
      orEmpty = true;
    } else if (word === "__$nop") {
      [counting, dashExcludes, excludesNext] = ["any", true, false];
      join ??= "and";
    } else if (word.startsWith("__$")) {
      if (excludesNext) return refused("invalid", "A word is expected after __$not.");
      if (word === "__$not") {
        excludesNext = true;
        continue;
      }
      const operator = Object.hasOwn(operators, word) ? operators[word] : undefined;
      if (!operator) return refused("invalid", `${word.slice(0, 40)} is not an operator.`);
      [counting, dashExcludes] = [operator, false];
      join ??= operator === "all" ? "and" : "or";
    } else if (excludesNext) {
      sorted.none.push(word);
      excludesNext = false;
      join ??= "and";
    } else if (dashExcludes && word.startsWith("-")) {
      if (word === "-") return refused("invalid", "A word is expected after -.");
      sorted.none.push(word.slice(1));
      join ??= "and";
    } else {
      sorted[counting].push(word);
      join ??= "and";
    }
  }
  if (excludesNext) return refused("invalid", "A word is expected after __$not.");
  const conditions: ListCondition[] = (["any", "all", "none"] as const).flatMap((kind) =>
    sorted[kind].length > 0 ? [{ kind, words: [...new Set(sorted[kind])] }] : [],
  );
  return done({ join: join ?? "and", conditions, orEmpty });
}
