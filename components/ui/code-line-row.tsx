import { cx } from "class-variance-authority";
import { memo } from "react";
import type { CodeLine, CodePiece } from "./code-lines";

/** Its number is drawn by the style sheet, so that selecting and copying leave it out. */
export const CodeLineRow = memo(
  function Row({ line }: { line: CodeLine }) {
    return (
      <span className="code-line" data-number={line.number} data-severity={line.severity}>
        {line.pieces.map((piece) => (
          <Piece key={piece.start} piece={piece} />
        ))}
        {"\n"}
      </span>
    );
  },
  (before, after) => sameLine(before.line, after.line),
);

function Piece({ piece: { text, kind, marked } }: { piece: CodePiece }) {
  if (!kind && !marked) return text;
  return (
    <span className={cx(kind && `code-${kind}`, marked && "code-marked")} data-severity={marked}>
      {text}
    </span>
  );
}

function sameLine(a: CodeLine, b: CodeLine): boolean {
  return (
    a.number === b.number &&
    a.severity === b.severity &&
    a.pieces.length === b.pieces.length &&
    a.pieces.every((piece, index) => {
      const other = b.pieces[index];
      return piece.text === other?.text && piece.kind === other.kind && piece.marked === other.marked;
    })
  );
}
