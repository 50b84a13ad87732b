import type { SourceField, Span } from "../model/types";
import { KeyNames } from "./key-names";
import type { OpenContainer } from "./open-container";
import type { SyntaxErrors } from "./syntax-errors";
import type { TokenCursor } from "./token-cursor";
import { Kind } from "./tokens";
import type { TreeLimits } from "./tree-limits";

/** Reads the key of a field, up to where its value begins. */
export class FieldReader {
  private readonly names: KeyNames;

  constructor(
    private readonly cursor: TokenCursor,
    private readonly errors: SyntaxErrors,
    private readonly limits: TreeLimits,
    private readonly frames: readonly OpenContainer[],
  ) {
    this.names = new KeyNames(cursor.tokens.text);
  }

  /** Nearly every key: a word and a separator. False, and nothing read, when it is another. */
  readSimple(frame: OpenContainer): boolean {
    const { tokens, index } = this.cursor;
    const separator = tokens.kind(index + 1);
    if (tokens.kind(index) !== Kind.text) return false;
    const isAnnounced = separator === Kind.equals || separator === Kind.colon;
    if (!isAnnounced && separator !== Kind.openCurly) return false;
    if (tokens.kind(index + 2) === Kind.comment) return false;
    const start = tokens.start(index);
    const end = tokens.end(index);
    const path = this.names.path(start, end);
    if (!path) return false;
    frame.ended = undefined;
    frame.beginField(path, { start, end });
    frame.expect = "value";
    if (!isAnnounced) frame.single = true;
    this.cursor.index = index + (isAnnounced ? 2 : 1);
    return true;
  }

  read(frame: OpenContainer): void {
    const { names, span, isInclude } = this.cursor.readKey();
    if (isInclude) {
      this.errors.include(span);
      frame.recover(this.cursor);
    } else this.finishKey(frame, names, span);
  }

  private finishKey(frame: OpenContainer, names: readonly string[] | undefined, key: Span): void {
    const { ended } = frame;
    frame.ended = undefined;
    if (ended && (this.endsWithoutValue() || this.cursor.isAddress(key))) {
      this.commaInValue(frame, ended, key);
      return;
    }
    if (names === undefined) this.errors.badKey(key);
    else this.limits.checkKey(names, key, frame.depth);
    const crossed = frame.skipLines(this.cursor);
    const field = frame.beginField(names ?? [""], key);
    switch (this.cursor.kind) {
      case Kind.openCurly:
        frame.single = true;
        frame.expect = "value";
        return;
      case Kind.plusEquals:
        field.append = true;
        this.announce(frame);
        return;
      case Kind.colon:
      case Kind.equals:
        this.announce(frame);
        return;
      case Kind.broken:
        break;
      default:
        if (names) this.errors.separatorExpected(names, key);
    }
    frame.field = undefined;
    if (!crossed) frame.recover(this.cursor);
  }

  private announce(frame: OpenContainer): void {
    this.cursor.index += 1;
    frame.expect = "value";
    if (this.cursor.kind === Kind.comment) this.errors.commentForValue();
  }

  /** Behind a key: nothing on its line, or a comma, where only a line's end or a bracket may follow the group. */
  private endsWithoutValue(): boolean {
    const { kind } = this.cursor;
    if (kind === Kind.comma || kind === Kind.closeCurly || kind === Kind.end) return true;
    if (kind !== Kind.newline && kind !== Kind.comment) return false;
    return !this.cursor.isNextContent(Kind.openCurly);
  }

  /** Takes all the pieces that the commas of one value have made. */
  private commaInValue(frame: OpenContainer, { path, node }: SourceField, key: Span): void {
    const parents = this.frames.slice(0, -1).flatMap(({ field }) => field?.path ?? []);
    const { end, isPlain } = this.cursor.takePieces(key.end);
    this.errors.commaInValue(
      [...parents, ...path],
      { start: node.start, end },
      this.cursor.tokens.text.slice(key.start, key.end),
      isPlain && node.kind === "scalar" && !node.quoted,
    );
    frame.field = undefined;
    frame.expect = "separator";
  }
}
