import { inSnapshot } from "@/db/client";
import { sectionCounts } from "@/lib/core/access/configuration/section-counts";
import { writeConfiguration } from "@/lib/core/access/configuration/write";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { inTurns } from "@/lib/server/turns";
import { recordAudit } from "../../audit/audit";
import { type ConfigurationAuthor, changingConfiguration } from "./author";
import { readFacts } from "./facts";

/** The workspace as a file. Each one is in the audit log: it may contain the secrets of administrator vaults. */
export async function exportConfiguration(
  author: ConfigurationAuthor,
  options: { vaultTexts: boolean },
): Promise<Outcome<{ text: string }>> {
  const { workspaceId } = author;
  const facts = await inSnapshot((tx) => readFacts(workspaceId, undefined, tx));
  if (!facts) return refused("not_found", "This workspace no longer exists.");
  const text = await inTurns(writeConfiguration(facts, options));
  return changingConfiguration(
    author,
    async (tx, { subject }) => {
      const after = { vaultTexts: options.vaultTexts, ...sectionCounts(facts) };
      await recordAudit(tx, subject, { event: "access_configuration.exported", after });
      return done({ text });
    },
    { takesAway: true },
  );
}
