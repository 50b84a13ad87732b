import type { ShownPlot, ShownPlots } from "@/db/reads/browse-plots";
import { type OneSample, readOneSample, type Sample, type SamplesAt } from "@/db/reads/browse-samples";
import type { ShownScalars, ShownSeries } from "@/db/reads/browse-scalars";
import { findPlotText } from "@/db/reads/plots";
import type { Reporter } from "@/db/reads/reporters";
import type { PlotPlace } from "@/lib/core/resources/plot-place";
import type { SampleChoice } from "@/lib/core/resources/sample-kind";
import { accessOfActor } from "../../access/caller-access";
import type { ResourceUser } from "../writing";

export type { OneSample, Sample, SamplesAt, ShownPlot, ShownPlots, ShownScalars, ShownSeries };

/** A task or a model of the actor's workspace. */
export type ReporterOf = Pick<Reporter, "kind" | "id">;

/** The JSON of one plot, as the client reported it. */
export async function findPlot(
  actor: ResourceUser,
  { kind, id }: ReporterOf,
  place: PlotPlace,
): Promise<string | undefined> {
  const access = await accessOfActor(actor);
  if (!access.mayOf(kind, "read", id)) return undefined;
  return findPlotText({ kind, workspaceId: actor.workspaceId, id }, place);
}

/** One debug sample of a task or model, with those beside it. */
export async function findOneSample(
  actor: ResourceUser,
  { kind, id }: ReporterOf,
  choice: SampleChoice,
): Promise<OneSample | undefined> {
  const access = await accessOfActor(actor);
  if (!access.mayOf(kind, "read", id)) return undefined;
  return readOneSample({ kind, workspaceId: actor.workspaceId, id }, choice);
}
