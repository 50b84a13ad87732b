"use client";

import { useEffect, useState } from "react";
import type { PlannedChange } from "@/lib/core/access/previews/request";
import type { AccessPreview } from "@/lib/operations/access/previews";
import { previewAccessAction } from "../../access-rules/actions";

type Answer = { of: string; preview: AccessPreview | null; problem: string | null };

export type PreviewState = {
  /** What is shown while a newer one is worked out belongs to the change before. */
  preview: AccessPreview | null;
  pending: boolean;
  problem: string | null;
  turnTo: (page: number) => void;
};

const typingPauseMs = 300;
const unanswered = "What this would change couldn’t be worked out.";

/**
 * What a change would do, asked again each time that it becomes another; nothing for a change that isn't whole yet. While
 * the change is being made nothing is asked: whoever makes it may not be allowed to ask any more.
 */
export function useAccessPreview(
  workspaceId: string,
  change: PlannedChange | null,
  isBeingMade: boolean,
): PreviewState {
  const asked = change && JSON.stringify(change);
  const [turned, setTurned] = useState<{ of: string | null; page: number }>({ of: null, page: 1 });
  const page = turned.of === asked ? turned.page : 1;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const wanted = `${page} ${asked}`;

  useEffect(() => {
    if (asked === null || isBeingMade) return;
    let current = true;
    const timer = setTimeout(async () => {
      const planned: PlannedChange = JSON.parse(asked);
      const outcome = await previewAccessAction(workspaceId, { change: planned, page }).catch(() => null);
      if (!current) return;
      const problem = outcome?.ok ? null : (outcome?.refusal.message ?? unanswered);
      setAnswer({ of: `${page} ${asked}`, preview: outcome?.ok ? outcome.value : null, problem });
    }, typingPauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [workspaceId, asked, page, isBeingMade]);

  if (asked === null) return { preview: null, pending: false, problem: null, turnTo: () => {} };
  return {
    preview: answer?.preview ?? null,
    pending: answer?.of !== wanted,
    problem: answer?.of === wanted ? answer.problem : null,
    turnTo: (next) => setTurned({ of: asked, page: next }),
  };
}
