import fc from "fast-check";
import { expect, test } from "vitest";
import { pool } from "@/db/client";
import { openTestDatabase } from "@/db/testing/database";
import { type NamePattern, readNamePattern } from "./name-pattern";

openTestDatabase();

const letters = fc.constantFrom("a", "b", "B", "-", "_", "/", "1", " ");
const names = fc.array(letters, { maxLength: 8 }).map((each) => each.join(""));

/** Patterns whose meaning JavaScript and Python share. */
const { pattern } = fc.letrec<{ pattern: string; piece: string; single: string }>((tie) => ({
  single: fc.oneof(
    letters.map((letter) => letter.replace(/[/ -]/, "\\$&")),
    fc.constantFrom(".", "\\d", "\\w", "[ab]", "[^a-b1]", "[-_/]", "^", "$", "\\b"),
    tie("pattern").map((inner) => `(${inner})`),
  ),
  piece: fc
    .tuple(tie("single"), fc.constantFrom("", "", "", "*", "+", "?", "{0,2}", "{2}", "*?"))
    .map(([single, times]) => (/^(\^|\$|\\b)$/.test(single) ? single : single + times)),
  pattern: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.array(tie("piece"), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("")),
    fc.tuple(tie("pattern"), tie("pattern")).map(([one, other]) => `${one}|${other}`),
  ),
}));

const clauses: Record<NamePattern["kind"], string> = {
  exact: "name = pattern",
  prefix: "starts_with(name, pattern)",
  contains: "strpos(name, pattern) > 0",
  regex: "name ~ pattern",
};

test("a pattern finds in PostgreSQL the names that it means", async () => {
  const drawn = fc.sample(fc.tuple(pattern, fc.array(names, { minLength: 4, maxLength: 8 })), {
    numRuns: 400,
    seed: 5,
  });
  const asked = drawn.flatMap(([text, some]) => {
    const read = readNamePattern(text);
    if (!read.ok) throw new Error(`${text}: ${read.refusal.message}`);
    const { kind } = read.value;
    const searched = read.value.kind === "regex" ? read.value.regex : read.value.text;
    return some.map((name) => ({ text, kind, pattern: searched, name }));
  });
  const rows = await pool()<{ found: boolean }[]>`
    select case kind
      when 'exact' then ${pool().unsafe(clauses.exact)}
      when 'prefix' then ${pool().unsafe(clauses.prefix)}
      when 'contains' then ${pool().unsafe(clauses.contains)}
      else ${pool().unsafe(clauses.regex)} end as found
    from json_to_recordset(${JSON.stringify(asked)}::text::json) as asked(kind text, pattern text, name text)`;
  const wrong = asked.filter(({ text, name }, index) => new RegExp(text).test(name) !== rows[index]?.found);
  expect(wrong).toEqual([]);
  expect(rows.filter(({ found }) => found).length).toBeGreaterThan(asked.length / 10);
});
