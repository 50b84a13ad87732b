import { z } from "zod";
import { apiVersion, serverVersion } from "@/lib/core/clearml-versions";
import { clientAddresses } from "@/lib/server/client-addresses";
import { productVersion } from "@/lib/server/version";
import { type Call, call } from "../call";

export const serverCalls: Record<string, Call> = {
  "server.info": call("2.8", z.object({}), async () => ({
    data: { version: serverVersion, build: productVersion, commit: "", api_version: apiVersion },
  })),

  "server.config": call("1.0", z.object({}), async () => {
    const { webServer, apiServer, filesServer } = clientAddresses();
    return { data: { hosts: { web_server: webServer, api_server: apiServer, files_server: filesServer } } };
  }),
};
