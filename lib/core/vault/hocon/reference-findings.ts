import { limits } from "../model/limits";
import type { Report } from "../model/report";
import type { ResolvedNode, SourceReference } from "../model/types";
import { pathText } from "./path-expression";
import { formThatWorks, shellDefault } from "./reference-reader";

/** The words for what is found about references while they are followed. */
export class ReferenceFindings {
  private readonly warned = new Set<SourceReference>();

  constructor(private readonly report: Report) {}

  chainTooLong(node: SourceReference): void {
    this.report.error(
      "chain-too-long",
      `This chain of references is longer than ${limits.referenceChain}. Refer to the value directly.`,
      node,
    );
  }

  circular(node: SourceReference, trail: readonly SourceReference[]): void {
    const names = trail.map(({ path }) => pathText(path)).join(" → ");
    this.report.error(
      "circular-reference",
      `These references form a cycle: ${names}. Give one of them a value.`,
      node,
    );
  }

  unresolved(node: SourceReference): void {
    const name = pathText(node.path);
    this.report.error(
      "unresolved-reference",
      `This vault has no key ${name}. References can’t use keys from other vaults or from the agent’s files. Add the key, or write \${?${name}} to make the reference optional.`,
      node,
    );
  }

  /** No environment variable has such a name. True when that is an error. */
  unanswerable(node: SourceReference): boolean {
    if (!this.report.text.startsWith("$", node.start)) return false;
    const name = pathText(node.path);
    const variable = node.path.join("_").replace(/^env_/i, "").replace(/\W/g, "_");
    const source = this.report.text.slice(node.start, Math.min(node.end, node.start + 300));
    const shell = /^\$\{\??[A-Z_][A-Z\d_]*-[^A-Z]/.test(source) ? shellDefault(source) : undefined;
    const isVariable = /^[A-Z][A-Z\d_.-]*$/.test(node.path.join("."));
    const form = `write the key twice: first with "value", then on the next line with \${?${variable}}`;
    if (shell) {
      this.report.error(
        "unanswerable-reference",
        `Variable names can’t contain -, and a reference can’t contain a default. ${formThatWorks(shell)}`,
        node,
      );
      return true;
    }
    if (!node.optional || isVariable) {
      this.report.error(
        "unanswerable-reference",
        `This vault has no key ${name}, and no environment variable can have this name. Add the key to this vault, or, for a variable with a default, ${form}.`,
        node,
      );
      return true;
    }
    this.report.warn(
      "unanswerable-reference",
      `This vault has no key ${name}, and no environment variable can have this name, so the reference is always empty. References can’t use keys from other vaults or clearml.conf.`,
      node,
    );
    return false;
  }

  leftToAgent(node: SourceReference): void {
    this.report.warn(
      "left-to-agent",
      `This vault has no key ${pathText(node.path)}, so each agent needs an environment variable with this name. An agent without the variable ignores the whole vault.`,
      node,
    );
  }

  /** `+=` refers to its own key too, but warns of itself. */
  toItself(node: SourceReference): void {
    if (this.warned.has(node) || !this.report.text.startsWith("$", node.start)) return;
    this.warned.add(node);
    this.report.warn(
      "self-reference",
      `This refers to the earlier value of ${pathText(node.path)} in this vault. It does not refer to the configuration of the agent or to another vault.`,
      node,
    );
  }

  openChoiceInList(item: ResolvedNode): void {
    this.report.error(
      "open-choice-in-list",
      "This item depends on the agent’s environment, which is not possible in a list. Give it its own key.",
      item,
    );
  }

  optionalInList(item: ResolvedNode): void {
    this.report.warn(
      "optional-in-list",
      "An agent without this variable gets null here. Remove the item, or make the reference required.",
      item,
    );
  }
}
