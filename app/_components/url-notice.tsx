"use client";

import { useSyncExternalStore } from "react";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

const never = () => () => {};

/** Forms work only under the configured URL, so visitors of another URL see this notice first. */
export function UrlNotice({ publicUrl }: { publicUrl: string }) {
  const opened = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => publicUrl,
  );
  if (opened === publicUrl) return null;
  return (
    <Notice tone="warn" className="mb-4">
      You opened {opened}, but the URL of this server is <Link href={publicUrl}>{publicUrl}</Link>. Continue
      there. The operator sets the URL with STEWARD_URL.
    </Notice>
  );
}
