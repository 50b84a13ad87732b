"use client";

import { useEffect, useState } from "react";
import type { PlannedChange } from "@/lib/core/access/previews/request";
import type { AccessPreview, PreviewEntry } from "@/lib/operations/access/previews";
import type { StreamLine } from "@/lib/server/workspace-stream";
import { previewPath } from "./question-href";

type Answer = { of: string; preview: AccessPreview | null; problem: string | null };

/** What of the list is shown. */
type Part = { of: string | null; page: number; opened: PreviewEntry | null };

export type PreviewState = {
  /** What is shown while a newer one is worked out belongs to the change before. */
  preview: AccessPreview | null;
  pending: boolean;
  /** How much is done, from 0 to 1, where it takes so long that it is told. */
  share: number | null;
  problem: string | null;
  /** The group whose members are shown alone. */
  opened: PreviewEntry | null;
  open: (entry: PreviewEntry | null) => void;
  turnTo: (page: number) => void;
  stop: () => void;
  /** Whether it was stopped. */
  stopped: boolean;
  again: () => void;
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
  const [part, setPart] = useState<Part>({ of: null, page: 1, opened: null });
  const { page, opened } = part.of === asked ? part : { page: 1, opened: null };
  const within = opened?.key ?? null;
  const wanted = `${page} ${within} ${asked}`;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [progress, setProgress] = useState<{ of: string; share: number } | null>(null);
  const [stoppedAt, setStoppedAt] = useState<string | null>(null);
  const stopped = stoppedAt === wanted;

  useEffect(() => {
    if (asked === null || isBeingMade || stopped) return;
    const leaving = new AbortController();
    const timer = setTimeout(async () => {
      const of = `${page} ${within} ${asked}`;
      const input = { change: JSON.parse(asked), page, within };
      try {
        for await (const line of ask({ drawnFor: workspaceId, input }, leaving.signal)) {
          if (leaving.signal.aborted) return;
          if ("share" in line) {
            setProgress({ of, share: line.share });
            continue;
          }
          const { outcome } = line;
          setAnswer({
            of,
            preview: outcome.ok ? outcome.value : null,
            problem: outcome.ok ? null : outcome.refusal.message,
          });
        }
      } catch {
        if (!leaving.signal.aborted) setAnswer({ of, preview: null, problem: unanswered });
      }
    }, typingPauseMs);
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [workspaceId, asked, page, within, isBeingMade, stopped]);

  const isWhole = asked !== null;
  const pending = isWhole && !stopped && answer?.of !== wanted;
  return {
    preview: isWhole ? (answer?.preview ?? null) : null,
    pending,
    share: pending && progress?.of === wanted ? progress.share : null,
    problem: isWhole && answer?.of === wanted ? answer.problem : null,
    opened,
    open: (entry) => setPart({ of: asked, page: 1, opened: entry }),
    turnTo: (next) => setPart({ of: asked, page: next, opened }),
    stop: () => setStoppedAt(wanted),
    stopped: isWhole && stopped,
    again: () => setStoppedAt(null),
  };
}

async function* ask(question: object, signal: AbortSignal): AsyncGenerator<StreamLine<AccessPreview>> {
  const answer = await fetch(previewPath, { method: "POST", body: JSON.stringify(question), signal });
  if (!answer.body) throw new Error("The answer is empty.");
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let isAnswered = false;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      isAnswered = true;
      yield JSON.parse(line);
    }
  }
  if (rest !== "") yield JSON.parse(rest);
  else if (!isAnswered) throw new Error("The answer is empty.");
}
