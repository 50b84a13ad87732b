import { z } from "zod";

const parts = z.object({
  type: z.literal("service_account"),
  client_email: z.string().min(1).max(320),
  private_key: z.string().includes("PRIVATE KEY").max(10_000),
  token_uri: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .default("https://oauth2.googleapis.com/token"),
  project_id: z.string().max(100).default(""),
});

/** What the key file of a service account of Google Cloud says of it. */
export type ServiceAccount = { email: string; privateKey: string; tokenUrl: string; project: string };

export function readServiceAccount(json: string): ServiceAccount | undefined {
  try {
    const { client_email, private_key, token_uri, project_id } = parts.parse(JSON.parse(json));
    return { email: client_email, privateKey: private_key, tokenUrl: token_uri, project: project_id };
  } catch {
    return undefined;
  }
}
