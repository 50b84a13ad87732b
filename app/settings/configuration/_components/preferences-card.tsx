"use client";

import { useActionState } from "react";
import { Field } from "@/components/form/field";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Textarea } from "@/components/ui/textarea";
import type { EffectivePreferences } from "@/lib/core/account/interface-preferences";
import { type SwitchName, switchNames } from "@/lib/core/account/preference-switches";
import type { FormState } from "@/lib/core/form-state";
import { HiddenArguments } from "./hidden-arguments";
import { PreferenceRow } from "./preference-row";
import { ThisDisplay } from "./this-display";

type State = FormState<undefined>;

export type PreferencesCardProps = {
  workspaceId: string;
  preferences: EffectivePreferences;
  /** Where telemetry is sent to, if anywhere, and what a message contains. */
  telemetry: { host: string | null; example: string };
  /** For browsers without scripts: bound on the server, so that React matches its state. */
  formAction: (before: State | null, form: FormData) => Promise<State>;
};

/** Each switch is saved when it changes. A browser without scripts sends all of them with a button. */
export function PreferencesCard({ workspaceId, preferences, telemetry, formAction }: PreferencesCardProps) {
  const [state, send] = useActionState(formAction, null);
  const refused = state && !state.ok ? state.sent : undefined;
  const row = { workspaceId, preferences: refused ? { ...preferences, ...checkedIn(refused) } : preferences };
  const names = preferences.hidden_container_arguments;
  return (
    <Card asChild>
      <section aria-labelledby="preferences">
        <h2 id="preferences" className="px-4 py-3 text-section">
          User preferences
        </h2>
        <form
          action={send}
          className="divide-y divide-border"
          // With scripts each switch is sent by itself, and Enter on one must not send the form.
          onSubmit={(event) => event.preventDefault()}
        >
          {state ? (
            <div className="px-4 py-3">
              {state.ok ? (
                <Notice tone="ok">The preferences are saved.</Notice>
              ) : (
                <OutcomeNotice refusal={state.refusal} />
              )}
            </div>
          ) : null}
          <PreferenceRow {...row} name="show_hidden_projects" title="Show hidden projects">
            Infrastructure projects such as <code>.pipelines</code> appear in Projects, marked with a ghost.
          </PreferenceRow>
          <PreferenceRow {...row} name="hide_examples" title="Don’t show examples">
            Leaves ClearML’s example projects out of Projects.
          </PreferenceRow>
          <PreferenceRow {...row} name="hidpi_scale" title="HiDPI browser scale override">
            Everything is larger on large displays with a high resolution. <ThisDisplay />
          </PreferenceRow>
          <PreferenceRow {...row} name="hide_pro_tips" title="Don’t show pro tips periodically">
            Otherwise Steward shows at most one tip a day, after you sign in.
          </PreferenceRow>
          <PreferenceRow
            {...row}
            id="block-scripts"
            name="block_scripts"
            title="Block running users’ scripts in the browser"
          >
            Debug samples and embedded pages are not shown.
          </PreferenceRow>
          <PreferenceRow
            {...row}
            id="container-arguments"
            name="hide_container_arguments"
            title="Hide specific container arguments"
            aside={<HiddenArguments {...row} />}
            below={
              <ul aria-label="Hidden variables" className="mt-1.5 flex flex-wrap gap-1.5">
                {names.map((name) => (
                  <li key={name}>
                    <code className="rounded-mark border border-border px-1.5 py-px [overflow-wrap:anywhere]">
                      {name}
                    </code>
                  </li>
                ))}
              </ul>
            }
          >
            {names.length === 0 ? (
              "No variables are listed, so all values show."
            ) : (
              <>
                The values of these variables show as <code>********</code> in a task’s container arguments.
              </>
            )}
          </PreferenceRow>
          <PreferenceRow
            {...row}
            name="share_telemetry"
            title="Share anonymous telemetry with the operator’s team"
            below={
              <details className="mt-1.5 text-control">
                <summary className="w-fit rounded-text text-accent-text">What a message contains</summary>
                <p className="mt-1.5 max-w-4xl text-muted">
                  The version of Steward, and how many pages of each kind were opened by all users who share.
                  It contains no names, no addresses and nothing that a page shows.
                </p>
                <pre className="mt-1.5 overflow-x-auto rounded-block border border-border bg-sunken p-3">
                  {telemetry.example}
                </pre>
              </details>
            }
          >
            {telemetry.host === null ? (
              "Would send the version and counts of opened pages. No endpoint is configured, so nothing is sent."
            ) : (
              <>
                Sends the version and counts of opened pages to <code>{telemetry.host}</code>, at most once an
                hour.
              </>
            )}
          </PreferenceRow>
          <noscript>
            <div className="flex flex-col items-start gap-3 px-4 py-3">
              <Field
                label="Variables whose values are hidden"
                hint="One on each line."
                error={state && !state.ok ? state.refusal.fields?.names : undefined}
                className="w-full"
              >
                {(control) => (
                  <Textarea
                    {...control}
                    name="names"
                    mono
                    rows={6}
                    defaultValue={refused?.names ?? names.join("\n")}
                  />
                )}
              </Field>
              <Button type="submit" variant="primary">
                Save preferences
              </Button>
            </div>
          </noscript>
        </form>
      </section>
    </Card>
  );
}

/** What was chosen in a form that was refused: browsers send only what is checked. */
function checkedIn(sent: Record<string, string>): Record<SwitchName, boolean> {
  const switches = switchNames.map((name) => [name, Object.hasOwn(sent, name)]);
  return Object.fromEntries(switches);
}
