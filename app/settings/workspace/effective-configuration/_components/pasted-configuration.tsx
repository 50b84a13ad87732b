"use client";

import { useId, useState } from "react";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Upload } from "@/components/ui/icons";
import { LiveRegion } from "@/components/ui/live-region";
import { Section } from "@/components/ui/section";
import { Textarea } from "@/components/ui/textarea";
import { whyNotImported } from "@/lib/core/vault/import-file";
import type { EffectiveKeys } from "@/lib/operations/vaults/effective";
import { EffectiveLayers } from "../../../_components/effective/effective-layers";
import { FirstKeys } from "../../../_components/effective/first-keys";
import { useTextFile } from "../../../_components/use-text-file";
import { mergePastedConfigurationAction } from "../actions";

/** A client's own file under the vaults, as that client will merge them. */
export function PastedConfiguration({ workspaceId }: { workspaceId: string }) {
  const id = useId();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [merged, setMerged] = useState<EffectiveKeys | null>(null);
  const merging = useAction(mergePastedConfigurationAction, { onDone: setMerged });
  const fault = problem ?? merging.fieldError("text");

  const file = useTextFile({
    whyNot: ({ name, size }) => whyNotImported(name, size),
    onText: (read) => {
      setProblem(null);
      setText(read);
    },
    onProblem: setProblem,
  });

  return (
    <Section
      title="Merge with a clearml.conf"
      description="Paste the clearml.conf of a machine, or drop the file here, to see what its clients get in all. Steward does not store the text."
      actions={
        <Button icon={<Upload aria-hidden />} onClick={file.choose}>
          Choose a file
        </Button>
      }
    >
      <Form
        className="flex flex-col gap-3"
        refusal={merging.refusal}
        onSubmit={() => {
          setProblem(null);
          merging.run(workspaceId, { text });
        }}
      >
        <input {...file.input} aria-label="clearml.conf file" />
        <label htmlFor={id} className="sr-only">
          Text of the clearml.conf
        </label>
        <Textarea
          id={id}
          mono
          rows={8}
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? `${id}-problem` : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onDrop={file.onDrop}
        />
        {fault ? (
          <p id={`${id}-problem`} className="text-control text-danger">
            {fault}
          </p>
        ) : (
          <OutcomeNotice refusal={merging.refusal} />
        )}
        <div className="flex justify-end">
          <Button type="submit" variant="primary" pending={merging.pending}>
            Show the merge
          </Button>
        </div>
      </Form>
      <LiveRegion role="status">
        {merged ? (
          <div className="mt-4 flex flex-col gap-3">
            <h3 className="text-section">
              {merged.page.total === 1 ? "1 key" : `${merged.page.total.toLocaleString("en")} keys`} after the
              merge
            </h3>
            <EffectiveLayers layers={merged.layers} skipped={merged.skipped} />
            <FirstKeys keys={merged} />
          </div>
        ) : null}
      </LiveRegion>
    </Section>
  );
}
