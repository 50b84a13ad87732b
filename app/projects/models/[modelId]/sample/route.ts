import { answerSample } from "../../../_components/reported/sample-answer";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ modelId: string }> }) {
  const { modelId } = await params;
  return answerSample(request, { kind: "model", id: modelId });
}
