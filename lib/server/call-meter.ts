import { randomUUID } from "node:crypto";
import {
  type CallCount,
  type CalledProject,
  type CallMaker,
  type ProjectCallCount,
  tallyByCredentials,
  tallyByProject,
} from "@/lib/core/usage/call-tally";
import { now } from "./clock";

/** Past it, new tallies begin once all is stored, so that memory follows use. */
const mostRemembered = 20_000;

let tallies = newTallies();

function newTallies() {
  return { id: randomUUID(), credentials: tallyByCredentials(), projects: tallyByProject() };
}

/** In memory alone: `storeCalls` writes the counts. */
export function countCall(by: CallMaker, at = now()): void {
  tallies.credentials.count(by, at.getTime());
}

/** The same, for a call that was counted already, by the project that it is about. */
export function countProjectCall(of: CalledProject): void {
  tallies.projects.count(of, now().getTime());
}

export type UnstoredCalls = { tally: string; counts: CallCount[]; projects: ProjectCallCount[] };

export function unstoredCalls(): UnstoredCalls {
  const { id, credentials, projects } = tallies;
  return { tally: id, counts: credentials.unstored(), projects: projects.unstored() };
}

export function callsWereStored({ counts, projects: ofProjects }: UnstoredCalls): void {
  const { credentials, projects } = tallies;
  credentials.wasStored(counts);
  projects.wasStored(ofProjects);
  if (credentials.size + projects.size <= mostRemembered) return;
  if (credentials.unstored().length === 0 && projects.unstored().length === 0) tallies = newTallies();
}
