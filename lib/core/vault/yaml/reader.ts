import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar } from "yaml";
import { isHoconReadAsYaml, nameForeignText } from "../hocon/foreign-text";
import { emptyTree, meaningOf, parsed, readsAsHocon } from "../hocon/parse-hocon";
import { limits } from "../model/limits";
import { Report } from "../model/report";
import { loneSurrogate } from "../model/strings";
import { checkSize, checkText, isKeyTooLong } from "../model/text-checks";
import type { ParsedVault, SourceArray, SourceField, SourceNode, SourceObject, Span } from "../model/types";
import { vaultNumber } from "../model/vault-number";
import { compose, keyName, spanOf, type YamlNode } from "./compose";
import { checkYamlShape } from "./shape";

/** Reads YAML 1.2 in its core schema, without tags and with every warning of the reader an error. */
export function parseYaml(text: string): ParsedVault {
  const report = new Report(text);
  if (!checkSize(report)) return parsed("yaml", report, emptyTree(text));
  checkText(report);
  const tokens = checkYamlShape(text, report);
  const document = tokens && compose(tokens, report);
  const tree = document ? new YamlReader(document, report).run() : emptyTree(text);
  const names = tree.fields.flatMap(({ path }) => path);
  if (!report.failed && isHoconReadAsYaml(names, () => readsAsHocon(text))) {
    report.error(
      "hocon-in-yaml",
      "This is HOCON, but the format of the vault is YAML. Choose the HOCON format.",
      tree.fields[0]!.key,
    );
  }
  if (report.failed) {
    nameForeignText(report, "yaml", readsAsHocon);
    return parsed("yaml", report, tree);
  }
  return meaningOf("yaml", tree, report, { environment: {} });
}

interface Frame {
  target: SourceObject | SourceArray;
  /** Items still to be read, the next one last. */
  items: { key: SourceField | undefined; node: YamlNode; before: string[] }[];
  /** The anchored node that this is a copy of, while it is being copied. */
  source: YamlNode;
}

class YamlReader {
  private readonly frames: Frame[] = [];
  private readonly anchors = new Map<string, YamlNode>();
  private readonly open = new Set<YamlNode>();
  private nodes = 0;

  constructor(
    private readonly document: Document,
    private readonly report: Report,
  ) {}

  run(): SourceObject {
    const { document, report } = this;
    const root = emptyTree(report.text);
    const { contents } = document;
    if (contents === null || (isScalar(contents) && contents.value === null)) return root;
    if (!isMap(contents)) {
      report.error("root-object", "A vault is a set of keys. Write key: value.", spanOf(contents));
      return root;
    }
    const tree = this.read(contents, []) as SourceObject;
    while (this.frames.length > 0 && !report.full) this.step(this.frames[this.frames.length - 1]!);
    const first = tree.fields[0];
    const above = lines(document.commentBefore);
    if (above.length > 0) {
      if (first)
        first.node.comments = {
          ...first.node.comments,
          before: [...above, ...(first.node.comments?.before ?? [])],
        };
      else tree.trailing = above;
    }
    const below = lines(document.comment);
    if (below.length > 0) tree.trailing = [...(tree.trailing ?? []), ...below];
    return tree;
  }

  private step(frame: Frame): void {
    const item = frame.items.pop();
    if (!item) {
      this.frames.pop();
      this.open.delete(frame.source);
      return;
    }
    const node = this.read(item.node, item.before, item.key?.key);
    if (!node) return;
    if (frame.target.kind === "array") frame.target.items.push(node);
    else if (item.key) frame.target.fields.push({ ...item.key, node });
  }

  private read(node: YamlNode, before: string[], fallback?: Span): SourceNode | undefined {
    this.nodes += 1;
    if (this.nodes > limits.nodes) {
      if (this.nodes === limits.nodes + 1) {
        this.report.error(
          "too-many-values",
          `A vault can contain at most ${limits.nodes.toLocaleString("en")} values. Each use of an alias counts.`,
          spanOf(node),
        );
      }
      this.frames.length = 0;
      return undefined;
    }
    if (isAlias(node)) return this.alias(node.source, spanOf(node), before);
    if (node !== null && "anchor" in node && node.anchor) this.anchors.set(node.anchor, node);
    const span = node?.range || !fallback ? spanOf(node) : fallback;
    if (isMap(node) || isSeq(node)) {
      if (this.frames.length > limits.depth) {
        this.report.error(
          "too-deep",
          `Values can be nested at most ${limits.depth} levels deep. Agents fail on vaults that are much deeper.`,
          span,
        );
        return undefined;
      }
      const comments = before.length > 0 ? { comments: { before } } : {};
      const target: SourceObject | SourceArray = isMap(node)
        ? { kind: "object", ...span, fields: [], ...comments }
        : { kind: "array", ...span, items: [], ...comments };
      if (node.comment) target.trailing = lines(node.comment);
      const items: Frame["items"] = [];
      for (const item of node.items) {
        const next = isMap(node)
          ? this.field(item as Pair)
          : { key: undefined, node: item as YamlNode, before: [] };
        if (next) items.push(next);
      }
      const [first] = items;
      if (first) first.before = [...lines(node.commentBefore), ...first.before];
      items.reverse();
      this.frames.push({ target, items, source: node });
      this.open.add(node);
      return target;
    }
    return this.scalar(node as Scalar | null, span, before);
  }

  private alias(name: string, span: Span, before: string[]): SourceNode | undefined {
    const target = this.anchors.get(name);
    if (!target || this.open.has(target)) {
      const message = target
        ? `*${name} refers to a value that contains it. Write out the value.`
        : `No anchor &${name} exists above. Write out the value.`;
      this.report.error("bad-alias", message, span);
      return undefined;
    }
    return this.read(target, before);
  }

  private field(pair: Pair): Frame["items"][number] | undefined {
    const { key } = pair;
    if (!isScalar(key) || typeof key.value === "object") {
      this.report.error(
        "key-expected",
        "A key must be a string or a number. Write it before the colon.",
        spanOf(key as YamlNode),
      );
      return undefined;
    }
    const span = spanOf(key);
    const name = keyName(key);
    this.checkHalves(name, span);
    if (name === "__proto__") {
      this.report.error("forbidden-key", "__proto__ can’t be a key. Choose another name.", span);
    } else if (name === "<<") {
      this.report.error("merge-key", "Merge keys are not supported. Write out the keys.", span);
    } else if (isKeyTooLong(name)) {
      this.report.error("key-too-long", `A key can have at most ${limits.keyLength} bytes.`, span);
    }
    const value = pair.value as YamlNode;
    return {
      key: {
        path: [name],
        key: span,
        append: false,
        node: { kind: "scalar", value: null, text: "null", quoted: true, ...span },
      },
      node: value,
      before: lines(key.commentBefore),
    };
  }

  private checkHalves(text: string, span: Span): void {
    if (!loneSurrogate.test(text)) return;
    this.report.error(
      "half-character",
      "One of the escapes is an incomplete character. Write the character itself.",
      span,
    );
  }

  private scalar(node: Scalar | null, span: Span, before: string[]): SourceNode {
    const value = node?.value ?? null;
    const above = [...before, ...lines(node?.commentBefore)];
    const [beside] = lines(node?.comment);
    const comments =
      above.length > 0 || beside !== undefined
        ? { comments: { before: above, ...(beside === undefined ? {} : { after: beside }) } }
        : {};
    if (typeof value === "string") this.checkHalves(value, span);
    if (value === null || typeof value === "string" || typeof value === "boolean") {
      return { kind: "scalar", value, text: String(value), quoted: true, ...span, ...comments };
    }
    const written = node?.source ?? String(value);
    const number = vaultNumber(/^0[xo]/.test(written) ? String(BigInt(written)) : written);
    if (!Number.isFinite(number.value)) {
      this.report.error("not-a-number", "Agents don’t support this number. Put it in quotes.", span);
    }
    return { kind: "scalar", value: number, text: written, quoted: true, ...span, ...comments };
  }
}

function lines(comment: string | null | undefined): string[] {
  return comment
    ? comment
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
    : [];
}
