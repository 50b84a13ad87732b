import { settings } from "./env";

export type ClientUrls = { webServer: string; apiServer: string; filesServer: string };

/** What a client is told to connect to: three addresses, since clearml-init takes no two alike. */
export function clientUrls(): ClientUrls {
  const { publicUrl, filesUrl } = settings();
  return {
    webServer: publicUrl,
    apiServer: `${publicUrl}/api`,
    filesServer: filesUrl ?? `${publicUrl}/files`,
  };
}
