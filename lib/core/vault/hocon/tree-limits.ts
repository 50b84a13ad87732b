import { limits } from "../model/limits";
import { isKeyTooLong } from "../model/text-checks";
import type { Span } from "../model/types";
import type { SyntaxErrors } from "./syntax-errors";

/** How much a tree may hold. Past a limit it reports that, and reading stops. */
export class TreeLimits {
  private nodes = 0;
  private references = 0;
  stopped = false;

  constructor(private readonly errors: SyntaxErrors) {}

  countNode(): void {
    this.nodes += 1;
    if (this.nodes <= limits.nodes || this.stopped) return;
    this.errors.tooManyValues();
    this.stopped = true;
  }

  countReference(): void {
    this.references += 1;
    if (this.references <= limits.references || this.stopped) return;
    this.errors.tooManyReferences();
    this.stopped = true;
  }

  /** A key of several parts makes a container of each but the last. */
  checkKey(names: readonly string[], key: Span, depth: number): void {
    for (const name of names) {
      if (name === "__proto__") this.errors.forbiddenKey(key);
      if (isKeyTooLong(name)) this.errors.keyTooLong(key);
    }
    this.checkDepth(depth + names.length - 1, key);
  }

  /** False when a container lies too deep. */
  checkDepth(depth: number, span: Span): boolean {
    if (depth <= limits.depth) return true;
    if (!this.stopped) this.errors.tooDeep(span);
    this.stopped = true;
    return false;
  }
}
