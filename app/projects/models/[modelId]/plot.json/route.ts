import { answerPlot } from "../../../_components/reported/plot-answer";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ modelId: string }> }) {
  const { modelId } = await params;
  return answerPlot(request, { kind: "model", id: modelId });
}
