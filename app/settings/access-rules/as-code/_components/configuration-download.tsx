"use client";

import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Download } from "@/components/ui/icons";
import { Section } from "@/components/ui/section";
import { saveTextFile } from "../../../_components/save-text-file";
import { exportConfigurationAction } from "../actions";

export function ConfigurationDownload({ workspaceId }: { workspaceId: string }) {
  const [vaultTexts, setVaultTexts] = useState(true);
  const { run, pending, refusal } = useAction(exportConfigurationAction, {
    onDone: ({ text }) => saveTextFile("access-configuration.yaml", text),
  });
  return (
    <Section
      title="Download"
      description="The workspace as it is now. The same workspace always gives the same file."
      actions={
        <Button
          icon={<Download aria-hidden />}
          pending={pending}
          onClick={() => run(workspaceId, { vaultTexts })}
        >
          Download file
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Checkbox
          label="Include the texts of administrator vaults"
          hint="They may contain secrets. A file without them leaves the texts as they are when it is applied."
          checked={vaultTexts}
          onCheckedChange={setVaultTexts}
        />
        <OutcomeNotice refusal={refusal} />
      </div>
    </Section>
  );
}
