import type { ConfigurationFacts } from "../facts";
import { parseConfiguration } from "../parse";
import { type ConfigurationPlan, type Planned, planConfiguration } from "../plan";
import { type WriteOptions, writeConfiguration } from "../write";

export function run<T>(steps: Generator<number, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export function written(facts: ConfigurationFacts, options: WriteOptions = { vaultTexts: true }): string {
  return run(writeConfiguration(facts, options));
}

export function planned(text: string, facts: ConfigurationFacts): Planned {
  const parsed = parseConfiguration(text);
  return "problems" in parsed ? parsed : run(planConfiguration(parsed.document, facts));
}

export function planOf(text: string, facts: ConfigurationFacts): ConfigurationPlan {
  const result = planned(text, facts);
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}
