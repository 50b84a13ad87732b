import ts from "typescript";

/** Every string literal, template and text of JSX in a source file, without imports and comments. */
export function shownTexts(file: string, source: string): string[] {
  const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) texts.push(oneLine(node.text));
    if (ts.isTemplateExpression(node)) {
      const rest = node.templateSpans.map(({ literal }) => `…${literal.text}`);
      texts.push(oneLine([node.head.text, ...rest].join("")));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, false, kind));
  return texts.filter((text) => text !== "");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
