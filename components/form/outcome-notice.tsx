import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import type { Refusal } from "@/lib/core/outcome";

export type OutcomeNoticeProps = {
  refusal: Refusal | null;
  actions?: ReactNode;
  /** From `useAction`, where the user may break guards. */
  saveAnyway?: (() => void) | undefined;
  className?: string;
};

/** Why nothing was done. Its place is always there, so that screen readers hear what comes into it. */
export function OutcomeNotice({ refusal, actions, saveAnyway, className }: OutcomeNoticeProps) {
  return (
    <LiveRegion role="alert" className={className}>
      {refusal ? (
        <Notice
          tone={refusal.code === "stale_workspace" ? "warn" : "danger"}
          actions={saveAnyway ? <SaveAnyway onClick={saveAnyway} /> : actions}
        >
          {refusal.message}
          {saveAnyway ? " Saving anyway is recorded in the audit log." : null}
        </Notice>
      ) : null}
    </LiveRegion>
  );
}

function SaveAnyway({ onClick }: { onClick: () => void }) {
  return (
    <Button size="small" variant="danger" onClick={onClick}>
      Save anyway
    </Button>
  );
}
