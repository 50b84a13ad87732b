import path from "node:path";
import ts from "typescript";

/** Opens a transaction in which the work that it is handed writes. */
const openers = ["inTransaction"];
/** What an entry of a log comes down to. */
const recorders = ["insertAuditEvent", "insertInstallationEvent"];
const excuse = /^\/\/ Not audited: \S.{9,}/m;

type Declared = {
  file: string;
  name: string;
  node: ts.Node;
  tree: ts.SourceFile;
  parameters: ReadonlySet<string>;
};
type Operations = {
  declared: Map<string, Declared>;
  /** What a name means in a file: the key of a function, or the name itself where it is none of these files'. */
  meaningOf: (file: string, name: string) => string;
};

const isOperation = (file: string) => /^lib\/operations\/.+(?<!\.test)\.ts$/.test(file);

/**
 * Transactions of operations that record no audit entry and do not say why. `// Not audited: reason` before the
 * statement, or before the function that it is in, says why.
 */
export function findUnaudited(sources: ReadonlyMap<string, string>): { file: string; problem: string }[] {
  const operations = readOperations(sources);
  const passOn = findThosePassingWorkOn(operations);
  const breaches: { file: string; problem: string }[] = [];
  for (const [key, declared] of operations.declared) {
    for (const call of openingCalls(declared, operations, passOn)) {
      // What it does is its caller's to say.
      if (passOn.has(key) && usesParameter(call, declared)) continue;
      const work = [call, ...namedWork(call, declared)];
      const audited = work.some((node) => recordsIn(node, declared.file, operations));
      const excused = isExcused(call, declared);
      const say = (problem: string) => breaches.push({ file: declared.file, problem });
      if (!audited && !excused) say(`${declared.name} opens a transaction that records no audit entry`);
      if (audited && excused) say(`${declared.name} says that it is not audited, and is`);
    }
  }
  return breaches;
}

function readOperations(sources: ReadonlyMap<string, string>): Operations {
  const declared = new Map<string, Declared>();
  const imported = new Map<string, string>();
  for (const [file, text] of sources) {
    if (!isOperation(file)) continue;
    const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    for (const statement of tree.statements) {
      for (const [name, node, parameters] of functionsOf(statement)) {
        declared.set(`${file}#${name}`, { file, name, node, tree, parameters });
      }
      for (const [name, meaning] of importsOf(statement, file)) imported.set(`${file}#${name}`, meaning);
    }
  }
  const meaningOf = (file: string, name: string) => {
    const own = `${file}#${name}`;
    return declared.has(own) ? own : (imported.get(own) ?? name);
  };
  return { declared, meaningOf };
}

function* functionsOf(statement: ts.Statement): Generator<[string, ts.Node, ReadonlySet<string>]> {
  if (ts.isFunctionDeclaration(statement) && statement.name) {
    yield [statement.name.text, statement, parametersOf(statement)];
  }
  if (!ts.isVariableStatement(statement)) return;
  for (const { name, initializer } of statement.declarationList.declarations) {
    if (ts.isIdentifier(name) && initializer && ts.isArrowFunction(initializer)) {
      yield [name.text, statement, parametersOf(initializer)];
    }
  }
}

function parametersOf(node: ts.FunctionDeclaration | ts.ArrowFunction): ReadonlySet<string> {
  return new Set(node.parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
}

function* importsOf(statement: ts.Statement, file: string): Generator<[string, string]> {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return;
  const from = statement.moduleSpecifier.text;
  const named = statement.importClause?.namedBindings;
  if (!named || !ts.isNamedImports(named)) return;
  const target = from.startsWith(".")
    ? `${path.posix.join(path.posix.dirname(file), from)}.ts`
    : from.startsWith("@/lib/operations/")
      ? `${from.slice(2)}.ts`
      : undefined;
  for (const { name, propertyName } of named.elements) {
    const original = (propertyName ?? name).text;
    yield [name.text, target ? `${target}#${original}` : original];
  }
}

/** Functions that open a transaction for work that they are handed. */
function findThosePassingWorkOn(operations: Operations): Set<string> {
  const found = new Set<string>();
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const [key, declared] of operations.declared) {
      const calls = openingCalls(declared, operations, found);
      if (calls.some((call) => usesParameter(call, declared))) found.add(key);
    }
  }
  return found;
}

function openingCalls(declared: Declared, operations: Operations, passOn: ReadonlySet<string>) {
  const calls: ts.CallExpression[] = [];
  visit(declared.node, (node) => {
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return;
    const meaning = operations.meaningOf(declared.file, node.expression.text);
    if (openers.includes(meaning) || passOn.has(meaning)) calls.push(node);
  });
  return calls;
}

/** Whether a function that the caller has handed over is called, or passed on, within the transaction. */
function usesParameter(call: ts.CallExpression, { parameters }: Declared): boolean {
  const used = (node: ts.Node) => ts.isIdentifier(node) && parameters.has(node.text);
  return call.arguments.some((argument) => {
    if (used(argument)) return workIsLast(call, argument);
    if (!ts.isArrowFunction(argument)) return false;
    let calls = false;
    visit(argument, (node) => {
      if (ts.isCallExpression(node) && used(node.expression)) calls = true;
    });
    return calls;
  });
}

/** Work comes after whom it is done for, and nothing else that is handed over as it is comes after that. */
function workIsLast(call: ts.CallExpression, argument: ts.Expression): boolean {
  const isInline = call.arguments.some((each) => ts.isArrowFunction(each));
  return !isInline && call.arguments.at(-1) === argument;
}

/** Work that is declared before the call, with a name. */
function namedWork(call: ts.CallExpression, { node }: Declared): ts.Node[] {
  const names = call.arguments.flatMap((argument) => (ts.isIdentifier(argument) ? [argument.text] : []));
  const found: ts.Node[] = [];
  visit(node, (each) => {
    if (ts.isVariableDeclaration(each) && ts.isIdentifier(each.name) && names.includes(each.name.text))
      found.push(each);
  });
  return found;
}

function recordsIn(node: ts.Node, file: string, { declared, meaningOf }: Operations): boolean {
  const seen = new Set<string>();
  const records = (within: ts.Node, inFile: string): boolean => {
    const named: string[] = [];
    visit(within, (each) => {
      if (ts.isIdentifier(each)) named.push(meaningOf(inFile, each.text));
    });
    return named.some((meaning) => {
      if (recorders.includes(meaning)) return true;
      const next = declared.get(meaning);
      if (!next || seen.has(meaning)) return false;
      seen.add(meaning);
      return records(next.node, next.file);
    });
  };
  return records(node, file);
}

function isExcused(call: ts.Node, { node: declaration, tree }: Declared): boolean {
  for (let node: ts.Node = call; node; node = node.parent) {
    const ranges = ts.getLeadingCommentRanges(tree.text, node.getFullStart()) ?? [];
    if (ranges.some(({ pos, end }) => excuse.test(tree.text.slice(pos, end)))) return true;
    if (node === declaration) return false;
  }
  return false;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
