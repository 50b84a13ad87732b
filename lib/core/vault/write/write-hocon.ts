import { quoteAgentText, quoteText } from "../model/quote";
import type { ResolvedNode, ResolvedObject, Scalar } from "../model/types";

interface Item {
  name: string | undefined;
  node: ResolvedNode;
}

interface Frame {
  items: Item[];
  next: number;
  indent: string;
  close: string;
  trailing: readonly string[];
  after: string | undefined;
}

/** HOCON as a person writes it: no braces around the whole, two spaces a level, comments as `#` lines. */
export function writeHocon(root: ResolvedObject): string {
  const out: string[] = comments(root.comments?.before, "");
  const frames: Frame[] = [frameOf(root, "", "")];
  for (let frame = frames[0]; frame; frame = frames[frames.length - 1]) {
    const item = frame.items[frame.next];
    if (!item) {
      out.push(...comments(frame.trailing, frame.indent));
      frames.pop();
      if (frames.length > 0) out.push(`${frame.indent.slice(2)}${frame.close}${behind(frame.after)}`);
      continue;
    }
    frame.next += 1;
    writeItem(item, frame.indent, out, frames);
  }
  return out.length === 0 ? "" : `${out.join("\n")}\n`;
}

function writeItem({ name, node }: Item, indent: string, out: string[], frames: Frame[]): void {
  const key = name === undefined ? "" : keyText(name);
  out.push(...comments(node.comments?.before, indent));
  const after = node.comments?.after;
  if (node.kind === "object" || node.kind === "array") {
    const frame = frameOf(node, `${indent}  `, node.kind === "object" ? "}" : "]", after);
    const start = node.kind === "object" ? (key === "" ? "{" : `${key} {`) : key === "" ? "[" : `${key} = [`;
    if (frame.items.length === 0 && frame.trailing.length === 0) {
      out.push(`${indent}${start}${frame.close}${behind(after)}`);
    } else {
      out.push(`${indent}${start}`);
      frames.push(frame);
    }
    return;
  }
  const value = node.kind === "agent" ? quoteAgentText(node) : scalarText(node.value);
  out.push(`${indent}${key === "" ? "" : `${key} = `}${value}${behind(after)}`);
}

function frameOf(node: ResolvedNode, indent: string, close: string, after?: string): Frame {
  const items: Item[] = [];
  if (node.kind === "array") for (const item of node.items) items.push({ name: undefined, node: item });
  else if (node.kind === "object") {
    for (const [name, entry] of node.entries) {
      const choices = [entry.node];
      for (let last = entry.node; last.kind === "agent" && last.otherwise; last = last.otherwise) {
        choices.push(last.otherwise);
      }
      for (const choice of choices.reverse()) items.push({ name, node: choice });
    }
  }
  const trailing = ("trailing" in node && node.trailing) || [];
  return { items, next: 0, indent, close, trailing, after };
}

function comments(lines: readonly string[] | undefined, indent: string): string[] {
  return (lines ?? [])
    .flatMap((line) => line.split(/\r?\n/))
    .map((line) => `${indent}# ${line.trim()}`.trimEnd());
}

function behind(comment: string | undefined): string {
  return comment === undefined ? "" : `  # ${comment.replaceAll(/\s+/g, " ")}`.trimEnd();
}

function keyText(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) && name !== "include" ? name : quoteText(name);
}

function scalarText(value: Scalar): string {
  if (typeof value !== "string") return String(value);
  const lines = value.split("\n").length;
  const raw = lines > 2 && !value.includes('"""') && !value.endsWith('"') && !/[\r\t]/.test(value);
  return raw ? `"""${value}"""` : quoteText(value);
}
