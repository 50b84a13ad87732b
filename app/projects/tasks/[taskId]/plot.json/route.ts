import { answerPlot } from "../../../_components/reported/plot-answer";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ taskId: string }> }) {
  const { taskId } = await params;
  return answerPlot(request, { kind: "task", id: taskId });
}
