import ts from "typescript";

/** What opens a transaction that writes. */
const openers = ["inTransaction", "actingIn", "actingOnSelf", "revalidateActor", "revalidateSelf"];

type Declared = { file: string; isExported: boolean; takesActor: boolean; calls: ReadonlySet<string> };

/**
 * The exported functions of `lib/operations` that are handed an actor and come to a transaction, by themselves or by
 * what they call. Sources by path, tests left out.
 */
export function findWritingOperations(sources: ReadonlyMap<string, string>): string[] {
  const declared = new Map<string, Declared>();
  for (const [file, text] of sources) {
    for (const [name, found] of functionsOf(file, text)) declared.set(name, found);
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

function functionsOf(file: string, text: string): Map<string, Declared> {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const actorTypes = ["Actor", "ActorWith"];
  for (const statement of tree.statements) {
    if (ts.isTypeAliasDeclaration(statement) && names(statement.type, actorTypes))
      actorTypes.push(statement.name.text);
  }
  const found = new Map<string, Declared>();
  for (const statement of tree.statements) {
    if (!ts.isFunctionDeclaration(statement) || !statement.name || !statement.body) continue;
    const modifiers = ts.getModifiers(statement) ?? [];
    found.set(statement.name.text, {
      file,
      isExported: modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
      takesActor: statement.parameters.some(({ type }) => type && names(type, actorTypes)),
      calls: callsIn(statement.body),
    });
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
