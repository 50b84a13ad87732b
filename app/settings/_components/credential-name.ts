import { shortId } from "@/components/ui/short-id";
import type { ListedCredential } from "@/lib/operations/credentials/credentials";

export function nameOf(credential: Pick<ListedCredential, "label" | "accessKey">): string {
  return credential.label ? `“${credential.label}”` : shortId(credential.accessKey);
}

export function relabelTitle(credential: Pick<ListedCredential, "label" | "accessKey">): string {
  return `Edit the label of ${nameOf(credential)}`;
}
