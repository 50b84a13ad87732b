"use client";

import { useEffect, useState } from "react";
import { recordTipSeenAction, setPreferenceAction } from "@/app/settings/configuration/actions";
import { useAction } from "@/components/form/use-action";
import { Button, IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Lightbulb, X } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import type { ProTip as Tip } from "@/lib/core/account/pro-tips";

/** Kept until it is closed, also when the frame is drawn again. A browser without scripts, which could not close it, shows none. */
export function ProTip({
  workspaceId,
  tip: due,
  mayHide,
}: {
  workspaceId: string;
  tip: Tip | undefined;
  mayHide: boolean;
}) {
  const [tip, setTip] = useState<Tip>();
  const hiding = useAction(setPreferenceAction, { onDone: () => setTip(undefined) });

  useEffect(() => {
    if (!due) return;
    setTip(due);
    void recordTipSeenAction(workspaceId, { tip: due.id }).catch(() => {});
  }, [due, workspaceId]);

  if (!tip) return null;
  return (
    <Card
      asChild
      elevation="floating"
      parts="whole"
      className="fixed right-4 bottom-4 z-30 w-80 max-w-[calc(100vw-var(--spacing)*8)] p-4"
    >
      <aside aria-labelledby="pro-tip">
        <div className="flex items-start gap-2.5">
          <Lightbulb aria-hidden className="mt-0.5 text-accent" />
          <h2 id="pro-tip" className="flex-1 text-section">
            Pro tip
          </h2>
          <IconButton
            label="Close the tip"
            icon={<X aria-hidden />}
            className="-mt-1.5 -mr-1.5"
            onClick={() => setTip(undefined)}
          />
        </div>
        <p className="mt-1 text-control text-muted [overflow-wrap:anywhere]">{tip.text}</p>
        {tip.link ? (
          <p className="mt-1.5 text-control">
            <Link href={tip.link.href}>{tip.link.label}</Link>
          </p>
        ) : null}
        {mayHide ? (
          <div className="mt-3">
            <Button
              size="small"
              pending={hiding.pending}
              onClick={() => hiding.run(workspaceId, { name: "hide_pro_tips", value: true })}
            >
              Don’t show pro tips
            </Button>
          </div>
        ) : null}
        {hiding.refusal ? (
          <p role="alert" className="mt-2 text-small text-danger">
            {hiding.refusal.message}
          </p>
        ) : null}
      </aside>
    </Card>
  );
}
