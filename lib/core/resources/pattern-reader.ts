/** What was read: the same pattern for PostgreSQL, and its text where it is nothing but text between anchors. */
export type ReadPattern = {
  regex: string;
  ignoreCase: boolean;
  literal: { text: string; fromStart: boolean; toEnd: boolean } | undefined;
};

export type PatternProblem = { problem: string; at: number };

class Unreadable extends Error {
  constructor(
    readonly problem: string,
    readonly at: number,
  ) {
    super(problem);
  }
}

/** PostgreSQL repeats up to 255 times; nested repeats multiply. */
const mostRepeats = 255;
const mostRepeatedSize = 5_000;
const mostDepth = 50;

const classEscapes: Readonly<Record<string, string>> = {
  ...{ d: "\\d", D: "\\D", w: "\\w", W: "\\W", s: "\\s", S: "\\S" },
};
const anchorEscapes: Readonly<Record<string, string>> = { b: "\\y", B: "\\Y", A: "\\A", Z: "\\Z" };
const characterEscapes: Readonly<Record<string, string>> = {
  ...{ n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", a: "\u0007" },
};

type Part = { regex: string; size: number };

/** Reads one regular expression in Python's syntax, once, from left to right. */
export class PatternReader {
  private at = 0;
  private depth = 0;
  private ignoreCase = false;
  private literal: { text: string; fromStart: boolean; toEnd: boolean } | undefined = {
    text: "",
    fromStart: false,
    toEnd: false,
  };

  constructor(private readonly pattern: string) {}

  read(): ReadPattern | PatternProblem {
    try {
      if (this.pattern.startsWith("(?i)")) {
        this.ignoreCase = true;
        this.at = 4;
      }
      const { regex } = this.alternatives();
      if (this.at < this.pattern.length) this.fail("an opening parenthesis is missing");
      return { regex, ignoreCase: this.ignoreCase, literal: this.literal };
    } catch (error) {
      if (error instanceof Unreadable) return { problem: error.problem, at: error.at };
      throw error;
    }
  }

  private alternatives(): Part {
    const parts: Part[] = [this.sequence()];
    while (this.peek() === "|") {
      this.at += 1;
      this.literal = undefined;
      parts.push(this.sequence());
    }
    return { regex: parts.map(({ regex }) => regex).join("|"), size: sum(parts) };
  }

  private sequence(): Part {
    const parts: Part[] = [];
    for (;;) {
      const next = this.peek();
      if (next === undefined || next === "|" || next === ")") break;
      parts.push(this.repeated());
    }
    return { regex: parts.map(({ regex }) => regex).join(""), size: sum(parts) };
  }

  private repeated(): Part {
    const start = this.at;
    const part = this.single();
    const times = this.repeat();
    if (!times) return part;
    this.literal = undefined;
    const size = Math.max(part.size, 1) * times.most;
    if (size > mostRepeatedSize) this.fail("it repeats too much", start);
    const lazy = this.take("?") ? "?" : "";
    if (/^[*+?{]/.test(this.pattern.slice(this.at))) this.fail("a repeat is repeated");
    return { regex: `(?:${part.regex})${times.regex}${lazy}`, size };
  }

  private repeat(): { regex: string; most: number } | undefined {
    const sign = this.peek();
    if (sign === "*" || sign === "+" || sign === "?") {
      this.at += 1;
      return { regex: sign, most: 1 };
    }
    const counted = /^\{(\d*)(,?)(\d*)\}/.exec(this.pattern.slice(this.at, this.at + 24));
    if (!counted || (counted[1] === "" && counted[3] === "")) return undefined;
    const least = Number(counted[1] || 0);
    const most = counted[2] === "" ? least : counted[3] === "" ? undefined : Number(counted[3]);
    if (least > mostRepeats || (most ?? 0) > mostRepeats) this.fail(`it repeats over ${mostRepeats} times`);
    if (most !== undefined && most < least) this.fail("it repeats at most less often than at least");
    this.at += counted[0].length;
    const range = most === least ? `${least}` : `${least},${most ?? ""}`;
    return { regex: `{${range}}`, most: Math.max(most ?? least, 1) };
  }

  private single(): Part {
    const start = this.at;
    const next = this.pattern[this.at] ?? "";
    switch (next) {
      case "(":
        return this.group();
      case "[":
        return this.characterClass();
      case ".":
        this.at += 1;
        this.literal = undefined;
        return { regex: "[^\\n]", size: 1 };
      case "^":
        this.at += 1;
        this.anchorStart();
        return { regex: "^", size: 0 };
      case "$":
        this.at += 1;
        this.anchorEnd();
        return { regex: "$", size: 0 };
      case "*":
      case "+":
      case "?":
        return this.fail("there is nothing to repeat", start);
      case "\\":
        return this.escape();
      default:
        return this.character();
    }
  }

  private character(): Part {
    const text = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    this.at += text.length;
    return this.text(text);
  }

  private text(text: string): Part {
    if (text === "\0") this.fail("no name holds this character");
    if (this.literal?.toEnd) this.literal = undefined;
    if (this.literal) this.literal.text += text;
    return { regex: escaped(text), size: 1 };
  }

  private escape(): Part {
    const start = this.at;
    const letter = this.pattern[this.at + 1];
    if (letter === undefined) this.fail("a backslash ends it", start);
    if (/[1-9]/.test(letter)) this.fail("references back are not supported", start);
    const known = classEscapes[letter] ?? anchorEscapes[letter];
    if (known) {
      this.at += 2;
      this.literal = undefined;
      return { regex: known, size: 1 };
    }
    return this.text(this.escapedCharacter());
  }

  /** One character after a backslash, in a class or outside. */
  private escapedCharacter(): string {
    const start = this.at;
    const letter = this.pattern[this.at + 1] ?? "";
    const hex = /^\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/.exec(this.pattern.slice(start, start + 6));
    if (hex) {
      this.at += hex[0].length;
      return String.fromCodePoint(Number.parseInt(hex[1] ?? hex[2] ?? "", 16));
    }
    const named = characterEscapes[letter];
    if (!named && /[a-zA-Z0-9]/.test(letter)) this.fail(`\\${letter} is not supported`, start);
    const text = named ?? String.fromCodePoint(this.pattern.codePointAt(start + 1) ?? 0);
    this.at += 1 + (named ? 1 : text.length);
    return text;
  }

  private group(): Part {
    const start = this.at;
    this.literal = undefined;
    this.depth += 1;
    if (this.depth > mostDepth) this.fail(`it nests more than ${mostDepth} groups`, start);
    this.at += 1;
    if (this.peek() === "?") {
      const opening = /^\?(?::|P<\w{1,64}>)/.exec(this.pattern.slice(this.at, this.at + 70));
      if (!opening) this.fail("this kind of group is not supported", start);
      this.at += opening[0].length;
    }
    const inner = this.alternatives();
    if (!this.take(")")) this.fail("a closing parenthesis is missing", start);
    this.depth -= 1;
    return { regex: `(?:${inner.regex})`, size: inner.size };
  }

  private characterClass(): Part {
    const start = this.at;
    this.literal = undefined;
    this.at += 1;
    let regex = this.take("^") ? "[^" : "[";
    for (let first = true; ; first = false) {
      const next = this.peek();
      if (next === undefined) this.fail("a closing bracket is missing", start);
      if (next === "]" && !first) break;
      regex += this.classMember(start);
    }
    this.at += 1;
    return { regex: `${regex}]`, size: 1 };
  }

  private classMember(start: number): string {
    const shorthand = this.peek() === "\\" ? classEscapes[this.pattern[this.at + 1] ?? ""] : undefined;
    if (shorthand) {
      if (/[A-Z]/.test(shorthand[1] ?? "")) this.fail(`${shorthand} in brackets is not supported`);
      this.at += 2;
      return shorthand;
    }
    const from = this.classCharacter(start);
    const isRange = this.peek() === "-" && this.pattern[this.at + 1] !== "]";
    if (!isRange) return inClass(from);
    this.at += 1;
    const to = this.classCharacter(start);
    if ((to.codePointAt(0) ?? 0) < (from.codePointAt(0) ?? 0)) this.fail("a range ends before it begins");
    return `${inClass(from)}-${inClass(to)}`;
  }

  private classCharacter(start: number): string {
    const next = this.peek();
    if (next === undefined) this.fail("a closing bracket is missing", start);
    if (next === "\\") {
      if (this.pattern[this.at + 1] === undefined) this.fail("a backslash ends it");
      return this.escapedCharacter();
    }
    const text = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0);
    this.at += text.length;
    return text;
  }

  private anchorStart(): void {
    if (this.literal && this.literal.text === "" && !this.literal.toEnd) this.literal.fromStart = true;
    else this.literal = undefined;
  }

  private anchorEnd(): void {
    if (this.literal) this.literal.toEnd = true;
  }

  private peek(): string | undefined {
    return this.pattern[this.at];
  }

  private take(wanted: string): boolean {
    if (this.peek() !== wanted) return false;
    this.at += 1;
    return true;
  }

  private fail(problem: string, at = this.at): never {
    throw new Unreadable(problem, at);
  }
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { size }) => total + size, 0);
}

function escaped(text: string): string {
  return /^[\w\s]$/u.test(text) || (text.codePointAt(0) ?? 0) > 127 ? text : `\\${text}`;
}

function inClass(text: string): string {
  return /^[\]\\^[-]$/.test(text) ? `\\${text}` : text;
}
