import { inSnapshot, type Reader } from "@/db/client";
import type { ConfigurationDocument, PlacedProblem, Problem } from "@/lib/core/access/configuration/document";
import { type ConfigurationPlan, isEmptyPlan, planConfiguration } from "@/lib/core/access/configuration/plan";
import { accessChangesOf, guardsBrokenBy } from "@/lib/core/access/configuration/plan-changes";
import { type PlanLine, planLines } from "@/lib/core/access/configuration/plan-lines";
import { InvalidWorld } from "@/lib/core/access/types";
import { whatIf } from "@/lib/core/access/what-if";
import type { WorkspaceId } from "@/lib/core/identifiers";
import { done, type Outcome, refused } from "@/lib/core/outcome";
import { LineTable } from "@/lib/core/vault/model/report";
import { sha256Hex } from "@/lib/server/crypto";
import { inTurns } from "@/lib/server/turns";
import { runVaultWork } from "@/lib/server/vault-workers";
import { workProblems } from "../../vaults/vault-check";
import { engineOfWorkspace } from "../caller-access";
import type { ConfigurationAuthor } from "./author";
import { readFacts, type StoredFacts } from "./facts";
import { type PreparedTexts, prepareTexts } from "./vault-contents";

export type PlannedConfiguration =
  | { kind: "problems"; problems: PlacedProblem[] }
  | {
      kind: "plan";
      /** Of what the plan changes, and of the workspace that it was made for. */
      fingerprint: string;
      lines: PlanLine[];
      /** The guards that it would break. */
      guards: { name: string; text: string }[];
    };

/** What a file would change. Nothing is changed. */
export async function planFile(
  { workspaceId }: Pick<ConfigurationAuthor, "workspaceId">,
  { text }: { text: string },
): Promise<Outcome<PlannedConfiguration>> {
  const outcome = await makePlan(workspaceId, text);
  if (!outcome.ok) return outcome;
  if ("problems" in outcome.value) {
    return done({ kind: "problems", problems: placed(text, outcome.value.problems) });
  }
  return describePlan(workspaceId, outcome.value);
}

export type MadePlan = {
  document: ConfigurationDocument;
  facts: StoredFacts;
  plan: ConfigurationPlan;
  texts: PreparedTexts;
};

/** Reads, compares, and checks the texts of vaults. */
export async function makePlan(
  workspaceId: WorkspaceId,
  text: string,
): Promise<Outcome<MadePlan | { problems: Problem[] }>> {
  const work = await runVaultWork({ kind: "configuration", text });
  if ("problem" in work) {
    return refused(work.problem === "busy" ? "limited" : "invalid", readingProblems[work.problem]);
  }
  const parsed = work.value;
  if ("problems" in parsed) return done(parsed);
  const { document } = parsed;
  const compared = await inSnapshot((tx) => compare(workspaceId, document, tx));
  if (!compared) return refused("not_found", "This workspace no longer exists.");
  if ("problems" in compared) return done(compared);
  const texts = await prepareTexts(compared.plan);
  if (!texts.ok) return texts;
  return done("problems" in texts.value ? texts.value : { document, ...compared, texts: texts.value });
}

const readingProblems = {
  ...workProblems,
  busy: "Too many large texts are being checked. Try again in a minute.",
  too_slow: "Reading this file took too long. Split it by sections, or try again in a minute.",
  failed: "This file could not be read. Try again in a minute.",
};

/** Nothing where the workspace is gone. */
export async function compare(
  workspaceId: WorkspaceId,
  document: ConfigurationDocument,
  on: Reader,
): Promise<{ facts: StoredFacts; plan: ConfigurationPlan } | { problems: Problem[] } | undefined> {
  const facts = await readFacts(workspaceId, document, on);
  if (!facts) return undefined;
  const planned = await inTurns(planConfiguration(document, facts));
  return "problems" in planned ? planned : { facts, plan: planned.plan };
}

/** Changes with the plan, and with whatever the plan was compared to. */
export function fingerprintOf({ facts, plan }: Pick<MadePlan, "facts" | "plan">): string {
  const { ownerUserId, groups, rules, guards, vaults } = facts;
  const state = vaults.map(({ text: _, ...vault }) => vault);
  return sha256Hex(JSON.stringify([ownerUserId, groups, rules, guards, state, plan]));
}

export async function describePlan(
  workspaceId: WorkspaceId,
  { facts, plan }: Pick<MadePlan, "facts" | "plan">,
): Promise<Outcome<PlannedConfiguration>> {
  const fingerprint = fingerprintOf({ facts, plan });
  if (isEmptyPlan(plan)) return done({ kind: "plan", fingerprint, lines: [], guards: [] });
  const compared = await comparePlan(workspaceId, { facts, plan });
  if (!compared) return changedMeanwhile;
  const guards = guardsBrokenBy(plan, facts, compared);
  const lines = await inTurns(planLines(plan, facts));
  return done({ kind: "plan", fingerprint, lines, guards });
}

export const changedMeanwhile = refused(
  "conflict",
  "Somebody has just changed the workspace. Compare the file with it again.",
);

/** The states before and after; nothing where the workspace has changed since it was read. */
export async function comparePlan(
  workspaceId: WorkspaceId,
  { facts, plan }: Pick<MadePlan, "facts" | "plan">,
) {
  const engine = await engineOfWorkspace(workspaceId);
  try {
    return await inTurns(whatIf(engine, accessChangesOf(plan, facts)));
  } catch (error) {
    if (error instanceof InvalidWorld) return undefined;
    throw error;
  }
}

export function placed(text: string, problems: readonly Problem[]): PlacedProblem[] {
  const lines = new LineTable(text);
  return problems.map(({ at, message }) => {
    const { line, column } = lines.position(Math.min(at, text.length));
    return { line, column, message };
  });
}
