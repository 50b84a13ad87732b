import { answerSample } from "../../../_components/reported/sample-answer";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ taskId: string }> }) {
  const { taskId } = await params;
  return answerSample(request, { kind: "task", id: taskId });
}
