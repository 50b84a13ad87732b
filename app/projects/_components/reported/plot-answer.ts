import { plotPlaceSchema } from "@/lib/core/resources/plot-place";
import { grant } from "@/lib/core/workspace/actor";
import { findPlot, type ReporterOf } from "@/lib/operations/resources/browse/reports";
import { currentActor } from "@/lib/server/current-actor";

/** The JSON of one plot, to save. */
export async function answerPlot(request: Request, reporter: ReporterOf): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return new Response("Sign in first.", { status: 401 });
  const user = grant(actor, "resources.use");
  const place = plotPlaceSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  const text = user && place.success ? await findPlot(user, reporter, place.data) : undefined;
  if (text === undefined) return new Response("There is no such plot.", { status: 404 });
  return new Response(text, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": 'attachment; filename="plot.json"',
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
