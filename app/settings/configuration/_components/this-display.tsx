"use client";

import { useSyncExternalStore } from "react";

/** The displays that `globals.css` scales the pages on. */
const scaled = "(min-resolution: 1.5dppx) and (min-width: 900px)";

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(scaled);
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

export function ThisDisplay() {
  const isOne = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(scaled).matches,
    () => null,
  );
  if (isOne === null) return null;
  return isOne ? "This display is one." : "This display is not one.";
}
