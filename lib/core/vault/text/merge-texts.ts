import { diff3Merge } from "node-diff3";
import { commonEnds, isTooLong, LineNumbers, linesOf } from "./lines";

/** A part of a merged text: settled, or changed by both in different ways. */
export type MergePiece =
  | { kind: "settled"; text: string }
  | { kind: "collision"; base: string; mine: string; theirs: string };

export type MergeChoice = "mine" | "theirs" | "both";

/**
 * What two people made of one text, line by line. Where only one of them changed something, or both the same, it is
 * settled; the rest collides. Nothing that either wrote is missing from the pieces.
 */
export function mergeTexts(base: string, mine: string, theirs: string): MergePiece[] {
  if (mine === theirs || theirs === base) return settled(mine);
  if (mine === base) return settled(theirs);
  const numbers = new LineNumbers();
  const lines = { base: linesOf(base), mine: linesOf(mine), theirs: linesOf(theirs) };
  const o = numbers.of(lines.base);
  const a = numbers.of(lines.mine);
  const b = numbers.of(lines.theirs);
  const [first, second] = [commonEnds(o, a), commonEnds(o, b)];
  const start = Math.min(first.start, second.start);
  const end = Math.min(first.end, second.end, o.length - start, a.length - start, b.length - start);
  const middle = (all: readonly number[]) => all.slice(start, all.length - end);
  const text = (all: readonly string[], from: number, to: number) => all.slice(from, to).join("");

  const pieces: MergePiece[] = settled(text(lines.base, 0, start));
  if (isTooLong(middle(a), middle(o)) || isTooLong(middle(b), middle(o))) {
    pieces.push({
      kind: "collision",
      base: text(lines.base, start, o.length - end),
      mine: text(lines.mine, start, a.length - end),
      theirs: text(lines.theirs, start, b.length - end),
    });
  } else {
    const byNumber = [...new Set([...lines.base, ...lines.mine, ...lines.theirs])];
    const spelled = (some: readonly number[]) => some.map((number) => byNumber[number]).join("");
    for (const { ok, conflict } of diff3Merge(middle(a), middle(o), middle(b), {
      excludeFalseConflicts: true,
    })) {
      if (ok) pieces.push(...settled(spelled(ok)));
      if (conflict) {
        const { a: own, o: before, b: other } = conflict;
        pieces.push({
          kind: "collision",
          base: spelled(before),
          mine: spelled(own),
          theirs: spelled(other),
        });
      }
    }
  }
  pieces.push(...settled(text(lines.base, o.length - end, o.length)));
  return joined(pieces);
}

/** The text that the choices make, one for each collision in turn. Where one is missing, mine stays. */
export function mergedText(pieces: readonly MergePiece[], choices: readonly MergeChoice[]): string {
  let next = 0;
  return pieces
    .map((piece) => {
      if (piece.kind === "settled") return piece.text;
      const choice = choices[next++] ?? "mine";
      if (choice === "both") return `${ended(piece.mine)}${piece.theirs}`;
      return piece[choice];
    })
    .join("");
}

function settled(text: string): MergePiece[] {
  return text === "" ? [] : [{ kind: "settled", text }];
}

function joined(pieces: readonly MergePiece[]): MergePiece[] {
  const result: MergePiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === "settled" && last?.kind === "settled") last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}

/** The last line of a text may lack its end. */
function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
