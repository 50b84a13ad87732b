import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** An identity provider has the operator's name for it in its settings. */
const ofAnyProvider = (name: string) => name.replace(/^STEWARD_OIDC_(ID|CORP)_/, "STEWARD_OIDC_ID_");

const documented = sorted(
  [...read("docs/configuration.md").matchAll(/^\| ((?:`[A-Z0-9_]+`(?:, )?)+) \|/gm)].flatMap(
    ([, cell = ""]) => [...cell.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name = ""]) => ofAnyProvider(name)),
  ),
);

test("the example has every setting that is documented, and no other", () => {
  const shown = [...read(".env.example").matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)];
  expect(sorted(shown.map(([, name = ""]) => ofAnyProvider(name)))).toEqual(documented);
});

test("every setting that the server reads is documented", () => {
  const sources = ["lib/server", "lib/entry", "lib/operations", "app", "db"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /(?<!\.test)\.(tsx?|mjs)$/.test(file) && !file.includes("testing/"))
      .map((file) => read(path.join(folder, file))),
  );
  const named = sources.flatMap(
    (text) => text.match(/\b(?:STEWARD|DATABASE|SMTP)_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [],
  );
  expect(named.length).toBeGreaterThan(20);
  const isPrefix = (name: string) => documented.some((each) => each.startsWith(`${name}_`));
  expect(sorted(named).filter((name) => !documented.includes(name) && !isPrefix(name))).toEqual([]);
});

test("every link leads to a file and a heading that exist", () => {
  const files = [
    ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"],
    ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md"))
      .map((file) => path.join("docs", file)),
  ];
  const broken = files.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].flatMap(([link, target, heading]) => {
      const to = target ? path.join(path.dirname(file), target) : file;
      if (!existsSync(path.join(root, to))) return [`${file}: ${link}`];
      return heading === undefined || headingsOf(to).includes(heading) ? [] : [`${file}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});

function headingsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
}
