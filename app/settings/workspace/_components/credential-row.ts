import { shortId } from "@/components/ui/short-id";

export type CredentialRow = {
  accessKey: string;
  label: string;
  userId: string;
  userName: string;
  userKind: "person" | "service_account";
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedWorker: string | null;
  lastUsedIp: string | null;
  /** What programs made with them, and the latest of those. */
  made: { total: number; first: { accessKey: string; label: string }[] };
};

export function nameOf(credential: Pick<CredentialRow, "label" | "accessKey">): string {
  return credential.label ? `“${credential.label}”` : shortId(credential.accessKey);
}
