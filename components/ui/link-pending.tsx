"use client";

import { useLinkStatus } from "next/link";
import { Spinner } from "./spinner";

/** Inside a link: turns while its page is on the way. It keeps its place while it isn't seen, so nothing moves. */
export function LinkPending() {
  const { pending } = useLinkStatus();
  return (
    <span aria-hidden className="link-pending">
      {pending ? <Spinner className="link-spinner" /> : null}
    </span>
  );
}
