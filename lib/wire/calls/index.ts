import type { Call } from "../call";
import { authCalls } from "./auth";
import { debugCalls } from "./debug";
import { eventCalls } from "./events";
import { loginCalls } from "./login";
import { modelCalls } from "./models";
import { organizationCalls } from "./organization";
import { pipelineCalls } from "./pipelines";
import { projectCalls } from "./projects";
import { queueEntryCalls } from "./queues/entry-calls";
import { queueCalls } from "./queues/queue-calls";
import { endpointsCall, serverCalls } from "./server";
import { servingCalls } from "./serving";
import { taskCloneCalls } from "./tasks/clone-calls";
import { taskDeleteCalls } from "./tasks/delete-calls";
import { taskEditCalls } from "./tasks/edit-calls";
import { taskFlowCalls } from "./tasks/flow-calls";
import { taskMoveCalls } from "./tasks/move-calls";
import { taskQueueingCalls } from "./tasks/queueing-calls";
import { taskReadCalls } from "./tasks/read-calls";
import { taskSectionCalls } from "./tasks/section-calls";
import { userCalls } from "./users";
import { vaultCalls } from "./vaults";
import { workerCalls } from "./workers";

/** Every call by its name, with the version of ClearML's API that introduced it. */
export const calls: Record<string, Call> = {
  ...authCalls,
  ...debugCalls,
  ...eventCalls,
  ...loginCalls,
  ...organizationCalls,
  ...serverCalls,
  "server.endpoints": endpointsCall(() => calls),
  ...servingCalls,
  ...userCalls,
  ...vaultCalls,
  ...inTheNameOfOwners({
    ...taskEditCalls,
    ...taskReadCalls,
    ...modelCalls,
    ...pipelineCalls,
    ...projectCalls,
    ...queueCalls,
    ...queueEntryCalls,
    ...taskCloneCalls,
    ...taskDeleteCalls,
    ...taskFlowCalls,
    ...taskQueueingCalls,
    ...taskMoveCalls,
    ...taskSectionCalls,
    ...workerCalls,
  }),
};

/** An agent makes them as the owner of the task that it runs. */
function inTheNameOfOwners(resourceCalls: Record<string, Call>): Record<string, Call> {
  const named = Object.entries(resourceCalls).map(([name, each]) => [
    name,
    each.open ? each : { ...each, impersonates: true },
  ]);
  return Object.fromEntries(named);
}
