"use client";

import { useRef, useState } from "react";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import type { ComboboxOption } from "@/components/ui/combobox";
import { Upload } from "@/components/ui/icons";
import { LiveRegion } from "@/components/ui/live-region";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { formatOfFile, notText, textOfFile, whyNotImported } from "@/lib/core/vault/import-file";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { targetOf, type VaultType, vaultTypeNames, vaultTypes } from "@/lib/core/vault/vault-types";
import { convertDraft } from "../../_components/vault-text/convert-draft";
import { formatNames } from "../../_components/vault-text/format-names";
import type { VaultCheck } from "../../_components/vault-text/use-vault-check";
import { useVaultCheck } from "../../_components/vault-text/use-vault-check";
import { VaultTextEditor } from "../../_components/vault-text-editor";
import { GroupPicker } from "./group-picker";

export type TypedVault = {
  name: string;
  groups: readonly ComboboxOption[];
  type: VaultType;
  format: VaultFormat;
  text: string;
};

const formats = Object.entries(formatNames).map(([value, label]) => ({ value, label }));
const targets = vaultTypes.map((value) => ({ value, label: vaultTypeNames[value] }));

const typeHints: Record<VaultType, string> = {
  config: "The SDK and the agent merge it into their configuration.",
  ui_storage_credentials: "The browser uses them to show what is stored in your buckets.",
  remote_session_ssh_server: "Remote sessions use these host keys for their SSH server.",
};

const placeholders: Record<VaultType, string> = {
  config: 'sdk.aws.s3.region = "eu-central-1"',
  ui_storage_credentials: 'credentials: [{ bucket: "", key: "", secret: "", region: "" }]',
  remote_session_ssh_server: 'ssh_host_ed25519_key: """…""", ssh_host_ed25519_key__pub: "…"',
};

export function useTypedCheck({ text, format, type }: TypedVault): VaultCheck {
  return useVaultCheck(text, format, targetOf({ scope: "group", type }));
}

export function VaultFields({
  workspaceId,
  typed,
  onTypedChange,
  check,
  fieldError,
  typeStays,
}: {
  workspaceId: string;
  typed: TypedVault;
  onTypedChange: (typed: TypedVault) => void;
  check: VaultCheck;
  fieldError: (name: string) => string | undefined;
  /** For a vault that is there already. */
  typeStays?: boolean;
}) {
  const file = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function changeFormat(format: VaultFormat) {
    setProblem(null);
    const converted = await convertDraft(typed, format);
    if ("draft" in converted) onTypedChange({ ...typed, ...converted.draft });
    else setProblem(converted.problem);
  }

  async function importFile(chosen: File | undefined) {
    setProblem(null);
    if (!chosen) return;
    const why = whyNotImported(chosen.name, chosen.size);
    if (why) return setProblem(why);
    const text = textOfFile(new Uint8Array(await chosen.arrayBuffer()));
    if (text === undefined) return setProblem(notText(chosen.name));
    onTypedChange({ ...typed, text, format: formatOfFile(chosen.name) });
  }

  return (
    <>
      <TextField
        label="Name"
        required
        autoComplete="off"
        value={typed.name}
        onChange={(event) => onTypedChange({ ...typed, name: event.currentTarget.value })}
        error={fieldError("name")}
      />
      <GroupPicker
        workspaceId={workspaceId}
        selected={typed.groups}
        onSelectedChange={(groups) => onTypedChange({ ...typed, groups })}
        error={fieldError("groupIds")}
      />
      {typeStays ? null : (
        <SelectField
          label="Target"
          options={targets}
          value={typed.type}
          onChange={(event) => onTypedChange({ ...typed, type: event.currentTarget.value as VaultType })}
          hint={typeHints[typed.type]}
        />
      )}
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Segmented
            label="Format"
            options={formats}
            value={typed.format}
            onValueChange={(format) => void changeFormat(format as VaultFormat)}
          />
          <Button icon={<Upload aria-hidden />} onClick={() => file.current?.click()}>
            Import file
          </Button>
          <input
            ref={file}
            type="file"
            hidden
            aria-label="File to import"
            accept=".conf,.hocon,.json,.yaml,.yml,.txt"
            onChange={(event) => {
              void importFile(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </div>
        <LiveRegion role="status">{problem ? <Notice tone="warn">{problem}</Notice> : null}</LiveRegion>
        <VaultTextEditor
          label={`Text of the vault, in ${formatNames[typed.format]}`}
          text={typed.text}
          format={typed.format}
          onChange={(text) => onTypedChange({ ...typed, text })}
          check={check}
          placeholder={placeholders[typed.type]}
        />
        <LiveRegion role="alert">
          {fieldError("text") ? <p className="text-small text-danger">{fieldError("text")}</p> : null}
        </LiveRegion>
      </div>
    </>
  );
}
