"use client";

import { useSyncExternalStore } from "react";

const stepMs = 30_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, stepMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const read = () => Math.floor(Date.now() / stepMs) * stepMs;
const readOnServer = () => undefined;

/** The time in steps of half a minute; undefined on the server and while its markup is taken over. */
export function useClock(): number | undefined {
  return useSyncExternalStore<number | undefined>(subscribe, read, readOnServer);
}
