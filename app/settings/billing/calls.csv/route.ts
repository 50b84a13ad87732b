import { monthOf, usageQuery } from "@/lib/core/usage/usage";
import { grant } from "@/lib/core/workspace/actor";
import { callsAsCsv, projectCallsAsCsv } from "@/lib/operations/usage/usage";
import { now } from "@/lib/server/clock";
import { currentActor } from "@/lib/server/current-actor";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  const actor = await currentActor();
  if (!actor) return new Response("Sign in first.", { status: 401 });
  const viewer = grant(actor, "usage.view");
  if (!viewer) return new Response("Only admins can see what a workspace uses.", { status: 403 });
  const { month: id, of } = usageQuery.parse(Object.fromEntries(new URL(request.url).searchParams));
  const month = monthOf(id, now());
  const [lines, kind] =
    of === "project" ? [projectCallsAsCsv(viewer, month), "-by-project"] : [callsAsCsv(viewer, month), ""];
  const body = new ReadableStream({
    async pull(controller) {
      const next = await lines.next();
      if (next.done) controller.close();
      else controller.enqueue(new TextEncoder().encode(next.value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="api-calls${kind}-${month.id}.csv"`,
      "cache-control": "no-store",
    },
  });
}
