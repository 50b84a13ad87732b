"use client";

import { type ReactNode, useId, useState } from "react";
import { useAction } from "@/components/form/use-action";
import { Badge } from "@/components/ui/badge";
import { Lock } from "@/components/ui/icons";
import { Switch } from "@/components/ui/switch";
import type { EffectivePreferences } from "@/lib/core/account/interface-preferences";
import type { SwitchName } from "@/lib/core/account/preference-switches";
import { setPreferenceAction } from "../actions";

export type PreferenceRowProps = {
  workspaceId: string;
  preferences: EffectivePreferences;
  name: SwitchName;
  title: string;
  /** For links to this preference. */
  id?: string;
  aside?: ReactNode;
  below?: ReactNode;
  /** What it does. */
  children: ReactNode;
};

/** Shows what was chosen while it is being saved, and what is saved again if that fails. */
export function PreferenceRow({
  workspaceId,
  preferences,
  name,
  title,
  id,
  aside,
  below,
  children,
}: PreferenceRowProps) {
  const ownId = useId();
  const saved = preferences[name];
  const isForced = preferences.forced.includes(name);
  const [chosen, setChosen] = useState<{ value: boolean; over: boolean } | null>(null);
  const { run, pending, refusal } = useAction(setPreferenceAction, { onRefused: () => setChosen(null) });
  // Only then, so that nothing flickers between the answer and the refreshed page.
  if (chosen && chosen.over !== saved) setChosen(null);
  const checked = chosen ? chosen.value : saved;
  return (
    <div id={id} className="scroll-mt-16 px-4 py-3">
      <div className="flex items-center justify-between gap-4">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <label htmlFor={`${ownId}-switch`} className="text-control font-name">
              {title}
            </label>
            {isForced ? <Badge icon={<Lock aria-hidden />}>Set by the operator</Badge> : null}
          </div>
          <p id={`${ownId}-about`} className="max-w-4xl text-control text-muted">
            {children}
            {isForced ? " The operator of this server set this for all users, so you can’t change it." : null}
          </p>
          {refusal ? (
            <p role="alert" id={`${ownId}-refusal`} className="mt-1 text-small text-danger">
              {refusal.message}
            </p>
          ) : null}
        </div>
        <div className="flex flex-none items-center gap-3">
          {aside}
          <Switch
            id={`${ownId}-switch`}
            name={name}
            aria-describedby={`${ownId}-about${refusal ? ` ${ownId}-refusal` : ""}`}
            checked={checked}
            disabled={isForced}
            pending={pending}
            onCheckedChange={(value) => {
              setChosen({ value, over: saved });
              run(workspaceId, { name, value });
            }}
          />
        </div>
      </div>
      {below}
    </div>
  );
}
