import ts from "typescript";

/** What opens a transaction that writes. */
const openers = ["inTransaction", "actingIn", "actingOnSelf", "revalidateActor", "revalidateSelf"];

type Declared = { isExported: boolean; takesActor: boolean; calls: ReadonlySet<string> };

/**
 * The exported functions of `lib/operations` that are handed an actor and come to a transaction, by themselves or by
 * what they call. Sources by path, tests left out.
 */
export function findWritingOperations(sources: ReadonlyMap<string, string>): string[] {
  const trees = [...sources].map(([file, text]) =>
    ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true),
  );
  const actorTypes = findActorTypes(trees);
  const declared = new Map<string, Declared>();
  for (const tree of trees) {
    for (const [name, found] of functionsOf(tree, actorTypes)) {
      const known = declared.get(name);
      declared.set(name, known ? either(known, found) : found);
    }
  }
  const reaches = (name: string, seen: Set<string>): boolean => {
    if (openers.includes(name)) return true;
    const found = declared.get(name);
    if (!found || seen.has(name)) return false;
    seen.add(name);
    return [...found.calls].some((called) => reaches(called, seen));
  };
  return [...declared]
    .filter(([name, { isExported, takesActor }]) => isExported && takesActor && !openers.includes(name))
    .map(([name]) => name)
    .filter((name) => reaches(name, new Set()))
    .sort();
}

/** Every type that an actor is in, under whatever name it is imported elsewhere. */
function findActorTypes(trees: readonly ts.SourceFile[]): string[] {
  const found = ["Actor", "ActorWith"];
  for (let before = 0; before < found.length; ) {
    before = found.length;
    for (const statement of trees.flatMap(({ statements }) => [...statements])) {
      const isType = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement);
      if (!isType || found.includes(statement.name.text)) continue;
      const parts = ts.isTypeAliasDeclaration(statement) ? [statement.type] : statement.members;
      if (parts.some((part) => names(part, found))) found.push(statement.name.text);
    }
  }
  return found;
}

/** Functions of one name in two files are not told apart: what one of them does, both do. */
function either(one: Declared, other: Declared): Declared {
  return {
    isExported: one.isExported || other.isExported,
    takesActor: one.takesActor || other.takesActor,
    calls: new Set([...one.calls, ...other.calls]),
  };
}

function functionsOf(tree: ts.SourceFile, actorTypes: readonly string[]): Map<string, Declared> {
  const found = new Map<string, Declared>();
  const add = (name: string, statement: ts.Statement, node: ts.FunctionLikeDeclaration) => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    found.set(name, {
      isExported: modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
      takesActor: node.parameters.some(({ type }) => type && names(type, actorTypes)),
      calls: node.body ? callsIn(node.body) : new Set(),
    });
  };
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) add(statement.name.text, statement, statement);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!initializer || !ts.isIdentifier(name)) continue;
      if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
        add(name.text, statement, initializer);
    }
  }
  return found;
}

function names(node: ts.Node, wanted: readonly string[]): boolean {
  if (ts.isIdentifier(node) && wanted.includes(node.text)) return true;
  return ts.forEachChild(node, (child) => names(child, wanted) || undefined) ?? false;
}

function callsIn(node: ts.Node): Set<string> {
  const calls = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child) && ts.isIdentifier(child.expression)) calls.add(child.expression.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return calls;
}
