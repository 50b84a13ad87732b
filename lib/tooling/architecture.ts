import path from "node:path";
import ts from "typescript";
import { findUnaudited } from "./audited-operations";

/** Source files by their path from the project's root, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;
export type Breach = { file: string; problem: string };

type Layer =
  | "core"
  | "ui"
  | "form"
  | "db"
  | "server"
  | "operations"
  | "wire"
  | "app"
  | "entry"
  | "root"
  | "tests";

/** The first pattern that fits says which layer a file is in. */
const places: [RegExp, Layer][] = [
  [/\.(db\.|shared\.|process\.)?test\.tsx?$|^e2e\/|^lib\/tooling\/|^db\/testing\//, "tests"],
  [/^lib\/core\//, "core"],
  [/^components\/ui\//, "ui"],
  [/^components\/form\//, "form"],
  [/^db\//, "db"],
  [/^lib\/server\//, "server"],
  [/^lib\/operations\//, "operations"],
  [/^lib\/wire\//, "wire"],
  [/^app\//, "app"],
  [/^lib\/entry\//, "entry"],
  [/^[^/]+$/, "root"],
];

const mayImport: Record<Layer, readonly Layer[] | "anything"> = {
  core: ["core"],
  ui: ["ui", "core"],
  form: ["form", "ui", "core"],
  db: ["db", "core"],
  server: ["server", "db", "core"],
  operations: ["operations", "server", "db", "core"],
  wire: ["wire", "operations", "server", "db", "core"],
  app: ["app", "form", "ui", "operations", "wire", "server", "core"],
  entry: ["entry", "wire", "operations", "server", "db", "core", "root"],
  root: "anything",
  tests: "anything",
};

/** One place talks to Stripe, so that what it is asked, and what it is told, is looked at there. */
const stripeUsers = /^lib\/server\/stripe\/|^e2e\/peers\/stripe\//;
const packagesOfCore = ["zod", "yaml", "node-diff3"];
const wrappers = ["workspaceAction", "workspaceFormAction", "publicAction"];
const pageMaker = "workspacePage";
const ofWorkspace = /^app\/(settings|projects)\//;
const actionMaker = "lib/server/workspace-action.ts";
/** What only the pages below the folder before `_components` may use. */
const ofOneRoute = /^(app\/(?:.+\/)?)_components\//;
const keptFromBrowser: readonly Layer[] = ["operations", "server", "db", "entry", "wire"];

type Import = { from: string; typeOnly: boolean };
type SourceModule = {
  file: string;
  layer: Layer | undefined;
  directive: string | undefined;
  imports: Import[];
};

/** Every breach of the layers in README's table; empty when the tree keeps to them. */
export function findBreaches(sources: Sources): Breach[] {
  const modules = new Map([...sources].map(([file, text]) => [file, readModule(file, text, sources)]));
  const breaches: Breach[] = [];
  for (const module of modules.values()) {
    const say = (problem: string) => breaches.push({ file: module.file, problem });
    if (!module.layer) say("is in no layer");
    for (const imported of module.imports) {
      checkImport(module, imported.from, modules, say);
      const owner = imported.from.match(ofOneRoute)?.[1];
      if (imported.from === "stripe" && !stripeUsers.test(module.file)) say("imports the package stripe");
      if (owner && !module.file.startsWith(owner)) say(`imports ${imported.from}, which is of another route`);
    }
    if (module.file !== actionMaker && module.imports.some(({ from }) => from === "next/cache"))
      say("redraws pages by itself: name them in the action’s `refreshes`");
    if (module.directive === "use server") checkActions(module.file, sources.get(module.file) ?? "", say);
    if (module.directive === "use client") checkBrowserReach(module, modules, say);
    if (ofWorkspace.test(module.file) && path.posix.basename(module.file) === "page.tsx")
      checkWorkspacePage(module.file, sources.get(module.file) ?? "", say);
  }
  return [...breaches, ...findCycles(modules), ...findUnaudited(sources)];
}

function layerOf(file: string): Layer | undefined {
  return places.find(([pattern]) => pattern.test(file))?.[1];
}

function readModule(file: string, text: string, sources: Sources): SourceModule {
  const tree = parse(file, text);
  const [first] = tree.statements;
  const directive =
    first && ts.isExpressionStatement(first) && ts.isStringLiteral(first.expression)
      ? first.expression.text
      : undefined;
  const imports: Import[] = [];
  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found) imports.push({ ...found, from: resolve(file, found.from, sources) });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { file, layer: layerOf(file), directive, imports };
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    return { from: node.moduleSpecifier.text, typeOnly: isTypeOnly(node.importClause) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { from: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [target] = node.arguments;
    if (target && ts.isStringLiteral(target)) return { from: target.text, typeOnly: false };
  }
  return undefined;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

/** A path of the tree for an import of a source file, else the unchanged name. */
function resolve(file: string, name: string, sources: Sources): string {
  if (!name.startsWith(".") && !name.startsWith("@/")) return name;
  const base = name.startsWith("@/") ? name.slice(2) : path.posix.join(path.posix.dirname(file), name);
  const endings = ["", ".ts", ".tsx", ".mjs", "/index.ts", "/index.tsx"];
  return endings.map((ending) => base + ending).find((candidate) => sources.has(candidate)) ?? base;
}

function checkImport(
  module: SourceModule,
  from: string,
  modules: ReadonlyMap<string, SourceModule>,
  say: (problem: string) => void,
): void {
  const target = modules.get(from);
  if (!target) {
    const name = from.startsWith("@") ? from.split("/").slice(0, 2).join("/") : from.split("/")[0];
    const isPackage =
      !from.includes("/") || !layerOf(from) || from.startsWith("node:") || from.startsWith("@");
    if (module.layer === "core" && isPackage && !packagesOfCore.includes(name ?? ""))
      say(`imports the package ${from}`);
    return;
  }
  if (!module.layer || !target.layer) return;
  const allowed = mayImport[module.layer];
  if (allowed !== "anything" && !allowed.includes(target.layer))
    say(`imports ${from}, which is in ${target.layer}`);
}

/** Next makes each export of such a file callable by anybody, whether or not a page uses it. */
function checkActions(file: string, text: string, say: (problem: string) => void): void {
  for (const statement of parse(file, text).statements) {
    const isExported =
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));
    if (!isExported) continue;
    const declared = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    const wrapped =
      declared.length > 0 &&
      declared.every(({ initializer }) => initializer && isCallOf(initializer, wrappers));
    if (!wrapped) say("exports something else than a wrapped action");
  }
}

/** Another kind of page could forget to ask for a permission, or be shown in the frame of another workspace. */
function checkWorkspacePage(file: string, text: string, say: (problem: string) => void): void {
  const isMade = parse(file, text).statements.some(
    (statement) =>
      ts.isExportAssignment(statement) &&
      !statement.isExportEquals &&
      isCallOf(statement.expression, [pageMaker]),
  );
  if (!isMade) say(`doesn’t export default ${pageMaker}(…)`);
}

function isCallOf(node: ts.Expression, names: readonly string[]): boolean {
  return (
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.includes(node.expression.text)
  );
}

/** Follows what is bundled for the browser: types vanish, and a server action becomes a call over the network. */
function checkBrowserReach(
  module: SourceModule,
  modules: ReadonlyMap<string, SourceModule>,
  say: (problem: string) => void,
): void {
  const seen = new Set([module.file]);
  const open = [module];
  for (let current = open.pop(); current; current = open.pop()) {
    for (const { from, typeOnly } of current.imports) {
      if (from === "zod" && !typeOnly) say(`brings zod into the browser by way of ${current.file}`);
      const target = modules.get(from);
      if (!target || typeOnly || seen.has(from) || target.directive === "use server") continue;
      seen.add(from);
      if (target.layer && keptFromBrowser.includes(target.layer)) say(`brings ${from} into the browser`);
      else open.push(target);
    }
  }
}

function findCycles(modules: ReadonlyMap<string, SourceModule>): Breach[] {
  const state = new Map<string, "open" | "done">();
  const breaches: Breach[] = [];
  for (const start of modules.keys()) {
    const stack = [{ file: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { file: string; next: number };
      if (top.next === 0) state.set(top.file, state.get(top.file) ?? "open");
      if (state.get(top.file) === "done") {
        stack.pop();
        continue;
      }
      const imported = modules.get(top.file)?.imports[top.next];
      top.next += 1;
      if (!imported) {
        state.set(top.file, "done");
        stack.pop();
      } else if (state.get(imported.from) === "open") {
        breaches.push({ file: top.file, problem: `imports ${imported.from}, which imports it in turn` });
      } else if (modules.has(imported.from) && !state.has(imported.from)) {
        stack.push({ file: imported.from, next: 0 });
      }
    }
  }
  return breaches;
}

function parse(file: string, text: string): ts.SourceFile {
  const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
}
