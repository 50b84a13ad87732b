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

/** Where Steward serves files itself, as clients name it in the URLs that they report; null where another server does. */
export function ownFilesOrigin(): string | null {
  const { publicUrl, filesUrl } = settings();
  return filesUrl === null ? publicUrl : null;
}
