import { answerHealthRequest } from "@/lib/wire/health-endpoint";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const answer = await answerHealthRequest("ready");
  return new Response(answer.body, answer);
}
