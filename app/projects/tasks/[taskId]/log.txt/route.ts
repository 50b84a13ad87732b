import { grant } from "@/lib/core/workspace/actor";
import { findTaskLog } from "@/lib/operations/resources/browse/task-log";
import { currentActor } from "@/lib/server/current-actor";
import { textStream } from "@/lib/server/text-stream";

export const dynamic = "force-dynamic";

/** The lines that are kept of a task's log, to save. */
export async function GET(_request: Request, { params }: { params: Promise<{ taskId: string }> }) {
  const { taskId } = await params;
  const actor = await currentActor();
  if (!actor) return new Response("Sign in first.", { status: 401 });
  const user = grant(actor, "resources.use");
  const parts = user && (await findTaskLog(user, taskId));
  if (!parts) return new Response("There is no such task.", { status: 404 });
  return new Response(textStream(parts), {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": 'attachment; filename="log.txt"',
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
