import { settings } from "./env";

export type ClientAddresses = { webServer: string; apiServer: string; filesServer: string };

/** What a client is told to connect to: three addresses, since clearml-init takes no two alike. */
export function clientAddresses(): ClientAddresses {
  const { publicUrl, filesUrl } = settings();
  return {
    webServer: publicUrl,
    apiServer: `${publicUrl}/api`,
    filesServer: filesUrl ?? `${publicUrl}/files`,
  };
}
