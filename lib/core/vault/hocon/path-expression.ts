/** Builds a path from the pieces of a key or of a reference. Periods count outside quotes only. */
export class PathBuilder {
  private readonly done: string[] = [];
  private current = "";
  private mayBeEmpty = false;
  private misplacedPeriod = false;

  addQuoted(text: string): void {
    this.current += text;
    if (this.current === "") this.mayBeEmpty = true;
  }

  addUnquoted(text: string): void {
    let from = 0;
    for (let at = text.indexOf("."); at >= 0; at = text.indexOf(".", from)) {
      this.current += text.slice(from, at);
      this.close();
      from = at + 1;
    }
    this.current += from === 0 ? text : text.slice(from);
  }

  /** Undefined when a period is first, last or beside another one. */
  finish(): string[] | undefined {
    this.close();
    return this.misplacedPeriod ? undefined : this.done;
  }

  private close(): void {
    if (this.current === "" && !this.mayBeEmpty) this.misplacedPeriod = true;
    this.done.push(this.current);
    this.current = "";
    this.mayBeEmpty = false;
  }
}

/** A path as a person would write it. */
export function pathText(path: readonly string[]): string {
  return path.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join(".");
}
