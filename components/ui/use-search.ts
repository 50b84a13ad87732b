"use client";

import { useEffect, useRef, useState } from "react";

export type SearchState = "idle" | "searching" | "failed";

type Found<T> = { options: readonly T[]; state: SearchState };

const typingPauseMs = 150;

/** Results of the newest query only. Earlier results stay until it responds. */
export function useSearch<T>(
  search: (query: string) => Promise<readonly T[]>,
  query: string,
  enabled: boolean,
): Found<T> {
  const [found, setFound] = useState<Found<T>>({ options: [], state: "idle" });
  const newest = useRef(search);

  useEffect(() => {
    newest.current = search;
  }, [search]);

  useEffect(() => {
    if (!enabled) return;
    let current = true;
    setFound((before) => ({ ...before, state: "searching" }));
    const timer = setTimeout(
      () =>
        newest.current(query).then(
          (options) => current && setFound({ options, state: "idle" }),
          () => current && setFound({ options: [], state: "failed" }),
        ),
      query === "" ? 0 : typingPauseMs,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, enabled]);

  return found;
}
