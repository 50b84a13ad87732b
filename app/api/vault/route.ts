import type { NextRequest } from "next/server";
import { requestIp } from "@/lib/server/current-actor";
import { answerVaultRequest } from "@/lib/wire/vault-endpoint";

/** Steward's own HTTP server answers this path before Next, by the same function. */
export async function GET(request: NextRequest): Promise<Response> {
  const answer = await answerVaultRequest({
    query: request.nextUrl.searchParams,
    headers: Object.fromEntries(request.headers),
    ip: (await requestIp()) ?? "",
  });
  return new Response(answer.status === 304 ? null : answer.body, answer);
}
