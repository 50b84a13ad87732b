import { z } from "zod";
import { type Outcome, type RefusalCode, refused } from "@/lib/core/outcome";
import type { ActorWith } from "@/lib/core/workspace/actor";
import type { Permission } from "@/lib/core/workspace/permissions";
import { admit } from "./admit";
import { logUnexpected } from "./log";
import { Stopped, type TurnOptions } from "./turns";

const asked = z.object({ drawnFor: z.unknown(), input: z.unknown() }).catch({ drawnFor: null, input: null });

const usualBytes = 64 * 1024;
const tellEveryMs = 250;

const statuses: Partial<Record<RefusalCode, number>> = {
  signed_out: 401,
  forbidden: 403,
  not_found: 404,
  stale_workspace: 409,
  invalid: 400,
};

/** A line of the answer: how much is done, from 0 to 1, and in the last one the outcome. */
export type StreamLine<T> = { share: number } | { outcome: Outcome<T> };

/**
 * The one way to let a page ask for what can take long: it is told of the progress, and who goes away ends the work. A
 * server action could do neither, and would keep the next action waiting.
 */
export function workspaceStream<P extends Permission, S extends z.ZodType, T>(
  permission: P,
  schema: S,
  run: (actor: ActorWith<P>, input: z.output<S>, how: TurnOptions) => Promise<Outcome<T>>,
  { mostBytes = usualBytes } = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { drawnFor, input } = asked.parse(await readBody(request, mostBytes));
    const admitted = await admit(permission, schema, drawnFor, input);
    if (!admitted.ok) {
      const line: StreamLine<T> = { outcome: admitted };
      return Response.json(line, { status: statuses[admitted.refusal.code] ?? 400 });
    }
    const { actor, parsed } = admitted.value;
    const gone = new AbortController();
    const body = new ReadableStream({
      async start(controller) {
        const send = (line: StreamLine<T>) => {
          if (!gone.signal.aborted) controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
        };
        let toldAt = performance.now();
        const onProgress = (share: number) => {
          if (performance.now() - toldAt < tellEveryMs) return;
          toldAt = performance.now();
          send({ share });
        };
        try {
          send({ outcome: await run(actor, parsed, { signal: gone.signal, onProgress }) });
        } catch (error) {
          if (error instanceof Stopped) return;
          const reference = logUnexpected(error, permission);
          send({ outcome: refused("unexpected", `Something went wrong. Reference ${reference}.`) });
        }
        if (!gone.signal.aborted) controller.close();
      },
      cancel() {
        gone.abort();
      },
    });
    return new Response(body, {
      headers: { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" },
    });
  };
}

/** Nothing for what is no JSON, or too much of it. */
async function readBody(request: Request, mostBytes: number): Promise<unknown> {
  if (Number(request.headers.get("content-length") ?? mostBytes + 1) > mostBytes) return null;
  return request.json().catch(() => null);
}
