import { workspacePage, workspaceTitle } from "@/app/_components/frame/workspace-page";
import { oneSampleQuery } from "@/lib/core/resources/browse";
import { LargeSample, oneSample } from "../../../../_components/reported/large-sample";
import { fileNameOf } from "../../../../_components/reported/sample-view";

export const generateMetadata = workspaceTitle("resources.use", async (actor, { taskId: id = "" }, query) => {
  const { sample } = await oneSample(actor, { kind: "task", id }, oneSampleQuery.parse(query));
  return fileNameOf(sample.url);
});

export default workspacePage("resources.use", oneSampleQuery, async (page) => {
  const { actor, params, query, preferences } = page;
  const { taskId: id = "" } = params;
  const path = `/projects/tasks/${id}`;
  const shown = await oneSample(actor, { kind: "task", id }, query);
  return <LargeSample shown={shown} path={path} listPath={`${path}/samples`} preferences={preferences} />;
});
