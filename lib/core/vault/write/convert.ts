import { LineTable } from "../model/report";
import type {
  Conversion,
  Diagnostic,
  ParsedVault,
  ResolvedNode,
  ResolvedObject,
  VaultFormat,
} from "../model/types";
import { parseVault } from "../parse";
import { writeHocon } from "./write-hocon";
import { jsonText } from "./write-json";
import { writeYaml } from "./write-yaml";

/**
 * The same vault in another format, with its comments where that format has any. References are filled in: only
 * HOCON can leave one to the agent.
 */
export function convert(text: string, from: VaultFormat, to: VaultFormat): Conversion {
  const parsed = parseVault(text, from);
  if (!parsed.resolved || !parsed.value) return { text: undefined, diagnostics: parsed.diagnostics };
  if (from === to) return { text, diagnostics: parsed.diagnostics };
  if (to === "hocon") return { text: writeHocon(parsed.resolved), diagnostics: parsed.diagnostics };
  const open = from === "hocon" ? openReferences(parsed, parsed.resolved, to) : [];
  const diagnostics = [...parsed.diagnostics, ...open];
  if (open.length > 0) return { text: undefined, diagnostics };
  return { text: to === "json" ? jsonText(parsed.value) : writeYaml(parsed.resolved), diagnostics };
}

function openReferences(parsed: ParsedVault, root: ResolvedObject, to: "json" | "yaml"): Diagnostic[] {
  const lines = new LineTable(parsed.text);
  const found: Diagnostic[] = [];
  const work: ResolvedNode[] = [root];
  for (let node = work.pop(); node; node = work.pop()) {
    if (node.kind === "object") for (const entry of node.entries.values()) work.push(entry.node);
    else if (node.kind === "array") for (const item of node.items) work.push(item);
    else if (node.kind === "agent") {
      found.push({
        severity: "error",
        code: "reference-in-plain-format",
        message: `${to.toUpperCase()} has no references. Write the value, or keep the vault in HOCON.`,
        range: lines.range(node),
      });
    }
  }
  return found.toSorted((a, b) => a.range.start.offset - b.range.start.offset);
}
