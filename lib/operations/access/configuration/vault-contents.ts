import type { Problem } from "@/lib/core/access/configuration/document";
import type { ConfigurationPlan } from "@/lib/core/access/configuration/plan";
import { done, type Outcome } from "@/lib/core/outcome";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { targetOf, type VaultType } from "@/lib/core/vault/vault-types";
import { type PreparedVaultText, prepareVaultText } from "../../vaults/vault-check";

/** By the key of a new vault, or the id of one that has a new text or is turned on. */
export type PreparedTexts = Map<string, PreparedVaultText>;

type Text = { key: string; at: number; text: string; format: VaultFormat; enabled: boolean; type: VaultType };

/** Checks the texts as the form of a vault does: one that is on has no errors. */
export async function prepareTexts({
  vaults,
}: ConfigurationPlan): Promise<Outcome<PreparedTexts | { problems: Problem[] }>> {
  const problems: Problem[] = [];
  const prepared: PreparedTexts = new Map();
  for (const { key, at, text, format, enabled, type } of textsOf(vaults, problems)) {
    const outcome = await prepareVaultText({ text, format }, enabled, targetOf({ scope: "group", type }));
    if (outcome.ok) prepared.set(key, outcome.value);
    else if (outcome.refusal.code === "limited") return outcome;
    else {
      const { fields, message } = outcome.refusal;
      problems.push({ at, message: `In the text of this vault: ${fields?.text ?? message}` });
    }
  }
  return done(problems.length > 0 ? { problems } : prepared);
}

function textsOf({ added, changed }: ConfigurationPlan["vaults"], problems: Problem[]): Text[] {
  return [
    ...added.map(({ key, content, enabled, type }) => ({ key, ...content, enabled, type })),
    ...changed.flatMap(({ before, after, at }): Text[] => {
      const { id, type, text, format } = before;
      const { enabled, content } = after;
      if (content) return [{ key: id, at, ...content, enabled, type }];
      if (!enabled || before.enabled) return [];
      if (text !== undefined) return [{ key: id, at, text, format, enabled, type }];
      problems.push({
        at,
        message: "The text of this vault can’t be read, so it can’t be turned on. Write it.",
      });
      return [];
    }),
  ];
}
