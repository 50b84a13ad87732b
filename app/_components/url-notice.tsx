"use client";

import { useSyncExternalStore } from "react";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

const never = () => () => {};

/** Forms work at the configured address alone; whoever came by another one is told before they type anything. */
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
