import { settings } from "./env";

export type ClientUrls = { webServer: string; apiServer: string; filesServer: string };

/** The URLs for a client. All three differ, because clearml-init rejects equal ones. */
export function clientUrls(): ClientUrls {
  const { publicUrl, filesUrl } = settings();
  return {
    webServer: publicUrl,
    apiServer: `${publicUrl}/api`,
    filesServer: filesUrl ?? `${publicUrl}/files`,
  };
}
