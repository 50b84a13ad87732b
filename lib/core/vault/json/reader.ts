import { nameForeignText } from "../hocon/foreign-text";
import { emptyTree, meaningOf, parsed, readsAsHocon } from "../hocon/parse-hocon";
import { limits } from "../model/limits";
import { Report } from "../model/report";
import { checkSize, checkText, isKeyTooLong } from "../model/text-checks";
import type { ParsedVault, SourceArray, SourceNode, SourceObject, Span } from "../model/types";
import { JsonScanner } from "./scanner";

/** Reads JSON, strictly: what other readers let through would mean something else to the next one. */
export function parseJson(text: string): ParsedVault {
  const report = new Report(text);
  if (!checkSize(report)) return parsed("json", report, emptyTree(text));
  checkText(report);
  const tree = new JsonReader(text, report).run();
  if (report.failed) {
    nameForeignText(report, "json", readsAsHocon);
    return parsed("json", report, tree);
  }
  return meaningOf("json", tree, report, { environment: {} });
}

interface Frame {
  node: SourceObject | SourceArray;
  names: Set<string>;
  key: { name: string; span: Span } | undefined;
  /** The position of the comma that was read last. */
  comma: number | undefined;
}

class JsonReader {
  private readonly scanner: JsonScanner;
  private readonly frames: Frame[] = [];
  private nodes = 0;
  private failed = false;

  constructor(
    private readonly text: string,
    private readonly report: Report,
  ) {
    this.scanner = new JsonScanner(text, report);
  }

  run(): SourceObject {
    const { scanner, text } = this;
    scanner.skip();
    const root: SourceObject = { ...emptyTree(text), start: scanner.at };
    if (scanner.peek() !== "{") {
      this.fail(
        scanner.peek() === "" ? "empty-json" : "root-object",
        "A JSON vault is one object. Put everything between { and }.",
        scanner.at + 1,
      );
      return root;
    }
    scanner.at += 1;
    this.open(root);
    while (this.frames.length > 0 && !this.failed) this.step(this.frames[this.frames.length - 1]!);
    if (!this.failed) {
      scanner.skip();
      if (scanner.at < text.length) {
        this.fail("text-after-end", "The vault ends before this. Move this inside the braces, or remove it.");
      }
    }
    return root;
  }

  private fail(code: string, message: string, end = this.scanner.at + 1): void {
    if (!this.failed && !this.scanner.failed) {
      const start = this.scanner.at;
      this.report.error(code, message, { start, end: Math.min(Math.max(end, start), this.text.length) });
    }
    this.failed = true;
  }

  private open(node: SourceObject | SourceArray): void {
    this.frames.push({ node, names: new Set(), key: undefined, comma: undefined });
    if (this.frames.length - 1 > limits.depth) {
      this.fail(
        "too-deep",
        `Values can be nested at most ${limits.depth} levels deep. Agents fail on vaults that are much deeper.`,
      );
    }
  }

  private step(frame: Frame): void {
    const { scanner } = this;
    scanner.skip();
    const close = frame.node.kind === "object" ? "}" : "]";
    if (scanner.peek() === close) {
      this.close(frame);
      return;
    }
    if (scanner.peek() === "") {
      this.fail("unclosed", `The last bracket is missing. Write ${close} where it belongs.`);
      return;
    }
    frame.comma = undefined;
    if (frame.node.kind === "object" && !this.readKey(frame)) return;
    this.readValue(frame);
  }

  private close(frame: Frame): void {
    this.scanner.at += 1;
    frame.node.end = this.scanner.at;
    if (frame.comma !== undefined) {
      const span = { start: frame.comma, end: frame.comma + 1 };
      const fix = { label: "Remove it", span, text: "" };
      const message = "JSON allows no comma after the last entry. Remove it.";
      this.scanner.foreign("trailing-comma", message, span.start, span.end, fix);
    }
    this.frames.pop();
    const around = this.frames[this.frames.length - 1];
    if (around) this.attach(around, frame.node);
  }

  private readKey(frame: Frame): boolean {
    const { scanner } = this;
    const start = scanner.at;
    const name = scanner.key();
    if (name === undefined) {
      this.fail("key-expected", `Expected a key here, not ${scanner.peek()}. Write "key": value.`);
      return false;
    }
    const span = { start, end: scanner.at };
    if (name === "__proto__") {
      this.report.error("forbidden-key", "__proto__ can’t be a key. Choose another name.", span);
    }
    if (isKeyTooLong(name)) {
      this.report.error("key-too-long", `A key can have at most ${limits.keyLength} bytes.`, span);
    }
    if (frame.names.has(name)) {
      this.report.error("duplicate-key", `This object already contains ${name}. Keep one of them.`, span);
    }
    frame.names.add(name);
    frame.key = { name, span };
    scanner.skip();
    if (scanner.peek() !== ":") {
      this.fail("separator-expected", "Expected a colon between the key and its value.");
      return false;
    }
    scanner.at += 1;
    scanner.skip();
    return true;
  }

  private readValue(frame: Frame): void {
    const { scanner } = this;
    this.nodes += 1;
    if (this.nodes > limits.nodes) {
      this.fail(
        "too-many-values",
        `A vault can contain at most ${limits.nodes.toLocaleString("en")} values. Split this one, or shorten it.`,
      );
      return;
    }
    const start = scanner.at;
    const mark = scanner.peek();
    if (mark === "{" || mark === "[") {
      scanner.at += 1;
      const end = scanner.at;
      this.open(
        mark === "{" ? { kind: "object", start, end, fields: [] } : { kind: "array", start, end, items: [] },
      );
      return;
    }
    const value = scanner.scalar();
    if (value === undefined) {
      this.fail(
        "value-expected",
        "Expected a value here: a string in quotes, a number, true, false, null, { or [.",
      );
      return;
    }
    const text = typeof value === "string" ? value : this.text.slice(start, scanner.at);
    this.attach(frame, { kind: "scalar", value, text, quoted: true, start, end: scanner.at });
  }

  /** Puts a value where it belongs and reads the comma behind it. */
  private attach(frame: Frame, node: SourceNode): void {
    const { scanner } = this;
    if (frame.node.kind === "array") frame.node.items.push(node);
    else if (frame.key) {
      frame.node.fields.push({ path: [frame.key.name], key: frame.key.span, append: false, node });
    }
    scanner.skip();
    const mark = scanner.peek();
    if (mark === ",") {
      frame.comma = scanner.at;
      scanner.at += 1;
    } else if (mark !== "" && mark !== (frame.node.kind === "object" ? "}" : "]")) {
      this.fail("comma-expected", "A comma is missing before this, or two brackets do not match.");
    }
  }
}
