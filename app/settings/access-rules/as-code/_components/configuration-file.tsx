"use client";

import { useId, useRef, useState } from "react";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { CodeDiagnostics } from "@/components/ui/code-diagnostics";
import { Upload } from "@/components/ui/icons";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Textarea } from "@/components/ui/textarea";
import { configurationLimits } from "@/lib/core/access/configuration/document";
import type { PlannedConfiguration } from "@/lib/operations/access/configuration/plan";
import { LeaveGuard } from "../../../_components/leave-guard";
import { useTextFile } from "../../../_components/use-text-file";
import { planConfigurationAction } from "../actions";
import { ConfigurationPlan } from "./configuration-plan";

type Compared = { text: string; planned: PlannedConfiguration; isStale: boolean };

/** A file that the workspace is compared with, and made equal to. Its text stays until it was applied. */
export function ConfigurationFile({ workspaceId }: { workspaceId: string }) {
  const id = useId();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [compared, setCompared] = useState<Compared | null>(null);
  const [applied, setApplied] = useState<number | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const sent = useRef("");
  const comparing = useAction(planConfigurationAction, {
    onDone: (planned) => setCompared({ text: sent.current, planned, isStale: false }),
  });
  const shown = compared?.text === text ? compared : null;
  const problems = shown?.planned.kind === "problems" ? shown.planned.problems : [];
  const hasChanges = shown?.planned.kind === "plan" && shown.planned.lines.length > 0;
  const fault = problem ?? comparing.fieldError("text");

  function change(next: string) {
    setText(next);
    setProblem(null);
    setApplied(null);
    comparing.clear();
  }

  const file = useTextFile({
    whyNot: ({ name, size }) =>
      size > configurationLimits.bytes ? `“${name}” is too large. A file can have at most 3 MB.` : undefined,
    onText: change,
    onProblem: setProblem,
  });

  function goTo(line: number, column: number) {
    const before = text
      .split("\n")
      .slice(0, line - 1)
      .reduce((sum, each) => sum + each.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(before + column - 1, before + column - 1);
  }

  return (
    <Section
      className="border-t"
      title="Apply a file"
      description="Paste a file or drop it here. You see all that it would change, and who would gain or lose access, before anything is changed."
      actions={
        <Button icon={<Upload aria-hidden />} onClick={file.choose}>
          Choose a file
        </Button>
      }
    >
      <Form
        className="flex flex-col gap-3"
        refusal={comparing.refusal}
        onSubmit={() => {
          sent.current = text;
          setApplied(null);
          comparing.run(workspaceId, { text });
        }}
      >
        <input
          {...file.input}
          accept=".yaml,.yml,text/yaml,application/yaml"
          aria-label="Access configuration file"
        />
        <label htmlFor={id} className="sr-only">
          Text of the file
        </label>
        <Textarea
          ref={area}
          id={id}
          mono
          rows={12}
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={fault || problems.length > 0 ? true : undefined}
          aria-describedby={`${id}-problem`}
          onChange={(event) => change(event.currentTarget.value)}
          onDrop={file.onDrop}
        />
        <div id={`${id}-problem`} className="flex flex-col gap-3 empty:hidden">
          {fault ? <p className="text-control text-danger">{fault}</p> : null}
          {problems.length > 0 ? (
            <CodeDiagnostics
              diagnostics={problems.map((each) => ({ severity: "error", ...each }))}
              onShow={({ line, column = 1 }) => goTo(line, column)}
            />
          ) : null}
        </div>
        {fault ? null : <OutcomeNotice refusal={comparing.refusal} />}
        <div className="flex justify-end">
          <Button
            type="submit"
            variant={hasChanges ? undefined : "primary"}
            pending={comparing.pending}
            disabled={text.trim() === ""}
          >
            Compare with the workspace
          </Button>
        </div>
      </Form>
      <LiveRegion role="status" className="mt-3">
        {comparing.pending ? (
          <p className="text-control text-muted">Comparing the file with the workspace</p>
        ) : applied !== null ? (
          <Notice tone="ok">
            {`The workspace is equal to the file. ${applied.toLocaleString("en")} ${applied === 1 ? "change was" : "changes were"} made.`}
          </Notice>
        ) : null}
      </LiveRegion>
      {shown?.planned.kind === "plan" && !comparing.pending ? (
        <ConfigurationPlan
          key={shown.planned.fingerprint}
          workspaceId={workspaceId}
          text={text}
          plan={shown.planned}
          isStale={shown.isStale}
          onApplied={(changes) => {
            setCompared(null);
            setApplied(changes);
          }}
          onOther={(planned, isStale) => setCompared({ text, planned, isStale })}
        />
      ) : null}
      <LeaveGuard active={text !== "" && applied === null} what="the text of this file" />
    </Section>
  );
}
