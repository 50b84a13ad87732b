import { monthOf, usageQuery } from "@/lib/core/usage/usage";
import { grant } from "@/lib/core/workspace/actor";
import { callsAsCsv, projectCallsAsCsv } from "@/lib/operations/usage/usage";
import { now } from "@/lib/server/clock";
import { currentActor } from "@/lib/server/current-actor";
import { textStream } from "@/lib/server/text-stream";

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
  return new Response(textStream(lines), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="api-calls${kind}-${month.id}.csv"`,
      "cache-control": "no-store",
    },
  });
}
