import { z } from "zod";
import { apiVersion, serverVersion } from "@/lib/core/clearml-versions";
import { findInstallationId } from "@/lib/operations/installation/installation";
import { clientUrls } from "@/lib/server/client-urls";
import { productVersion } from "@/lib/server/version";
import { type Call, call } from "../call";

export const serverCalls: Record<string, Call> = {
  "server.info": call(
    "2.1",
    z.object({}),
    async () => ({
      data: {
        version: serverVersion,
        build: productVersion,
        commit: "",
        uid: await findInstallationId(),
        api_version: apiVersion,
      },
    }),
    { reads: true },
  ),

  "server.config": call("1.0", z.object({}), async () => {
    const { webServer, apiServer, filesServer } = clientUrls();
    return { data: { hosts: { web_server: webServer, api_server: apiServer, files_server: filesServer } } };
  }),

  /** Steward reports no statistics to anybody, so there is nothing to turn on. */
  "server.report_stats_option": call("2.4", z.object({ enabled: z.boolean().nullish() }), async () => ({
    data: { supported: false },
  })),
};

/** The names and versions of all calls. */
export function endpointsCall(list: () => Record<string, Call>): Call {
  return call("2.1", z.object({}), async () => ({
    data: {
      endpoints: Object.fromEntries(
        Object.entries(list()).map(([name, each]) => [
          name,
          versionsOf(each).map((version) => ({ min_version: version })),
        ]),
      ),
      models: {},
    },
  }));
}

/** The oldest first. */
function versionsOf(each: Call): string[] {
  const older = each.open || !each.older ? [] : versionsOf(each.older);
  return [...older, each.minVersion];
}
