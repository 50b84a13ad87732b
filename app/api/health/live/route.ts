import { answerHealthRequest } from "@/lib/wire/health-endpoint";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const answer = await answerHealthRequest("live");
  return new Response(answer.body, answer);
}
