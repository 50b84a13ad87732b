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
      `More than ${limits.referenceChain} references follow one another here. Refer to the value itself.`,
      node,
    );
  }

  circular(node: SourceReference, trail: readonly SourceReference[]): void {
    const names = trail.map(({ path }) => pathText(path)).join(" → ");
    this.report.error(
      "circular-reference",
      `This reference leads back to itself: ${names}. Give one of them a value of its own.`,
      node,
    );
  }

  unresolved(node: SourceReference): void {
    const name = pathText(node.path);
    this.report.error(
      "unresolved-reference",
      `There is no ${name} in this vault. Other vaults and the agent's own files cannot answer. Add the key, or write \${?${name}} to go without.`,
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
        `Names of variables have no - in them, so a default is not written inside a reference. ${formThatWorks(shell)}`,
        node,
      );
      return true;
    }
    if (!node.optional || isVariable) {
      this.report.error(
        "unanswerable-reference",
        `This vault has no ${name}, and no environment variable can be called so. Add the key to this vault, or, for a variable with a default, ${form}.`,
        node,
      );
      return true;
    }
    this.report.warn(
      "unanswerable-reference",
      `This vault has no ${name}, and no environment variable can be called so: nothing is ever filled in. Other vaults and clearml.conf cannot answer.`,
      node,
    );
    return false;
  }

  leftToAgent(node: SourceReference): void {
    this.report.warn(
      "left-to-agent",
      `This vault has no ${pathText(node.path)}, so each agent has to find it among its environment variables. An agent without it ignores the whole vault.`,
      node,
    );
  }

  /** `+=` refers to its own key too, but warns of itself. */
  toItself(node: SourceReference): void {
    if (this.warned.has(node) || !this.report.text.startsWith("$", node.start)) return;
    this.warned.add(node);
    this.report.warn(
      "self-reference",
      `This refers to what ${pathText(node.path)} was above, in this vault alone: never to the agent's own configuration or to another vault.`,
      node,
    );
  }

  openChoiceInList(item: ResolvedNode): void {
    this.report.error(
      "open-choice-in-list",
      "This item changes with the agent's environment, which a list cannot express. Give it a key of its own.",
      item,
    );
  }

  optionalInList(item: ResolvedNode): void {
    this.report.warn(
      "optional-in-list",
      "An agent that lacks this variable gets null here. Leave the item out, or make the reference required.",
      item,
    );
  }
}
