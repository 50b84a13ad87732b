import type { ReactNode } from "react";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import type { Refusal } from "@/lib/core/outcome";

export type OutcomeNoticeProps = { refusal: Refusal | null; actions?: ReactNode; className?: string };

/** Why nothing was done. Its place is always there, so that screen readers hear what comes into it. */
export function OutcomeNotice({ refusal, actions, className }: OutcomeNoticeProps) {
  return (
    <LiveRegion role="alert" className={className}>
      {refusal ? (
        <Notice tone={refusal.code === "stale_workspace" ? "warn" : "danger"} actions={actions}>
          {refusal.message}
        </Notice>
      ) : null}
    </LiveRegion>
  );
}
