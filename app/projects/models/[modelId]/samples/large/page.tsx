import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { oneSampleQuery } from "@/lib/core/resources/browse";
import { LargeSample, oneSample } from "../../../../_components/reported/large-sample";
import { fileNameOf } from "../../../../_components/reported/sample-view";

export const generateMetadata = workspaceTitle(
  "resources.use",
  async (actor, { modelId: id = "" }, query) => {
    const { sample } = await oneSample(actor, { kind: "model", id }, oneSampleQuery.parse(query));
    return fileNameOf(sample.url);
  },
);

export default workspacePage("resources.use", oneSampleQuery, async (page) => {
  const { actor, params, query, preferences } = page;
  const { modelId: id = "" } = params;
  const path = `/projects/models/${id}`;
  const shown = await oneSample(actor, { kind: "model", id }, query);
  return <LargeSample shown={shown} path={path} listPath={path} preferences={preferences} />;
});
