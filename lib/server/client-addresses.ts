import { settings } from "./env";

export type ClientAddresses = { webServer: string; apiServer: string; filesServer: string | null };

/** What a client is told to connect to. Without a file server of its own, that line is left out of what is copied. */
export function clientAddresses(): ClientAddresses {
  const { publicUrl, filesUrl } = settings();
  return { webServer: publicUrl, apiServer: `${publicUrl}/api`, filesServer: filesUrl };
}
