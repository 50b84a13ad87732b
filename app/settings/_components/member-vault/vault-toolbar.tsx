"use client";

import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Download, Search, Upload, WandSparkles } from "@/components/ui/icons";
import { Segmented } from "@/components/ui/segmented";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { formatNames } from "../vault-text/format-names";

const formats = Object.entries(formatNames).map(([value, label]) => ({ value, label }));
const endings: Record<VaultFormat, string> = { hocon: "conf", json: "json", yaml: "yaml" };

export function VaultToolbar({
  text,
  format,
  onFormat,
  onLayOut,
  onSearch,
  onImport,
}: {
  text: string;
  format: VaultFormat;
  onFormat: (format: VaultFormat) => void;
  onLayOut: () => void;
  onSearch: () => void;
  onImport: (file: File) => void;
}) {
  const chooser = useRef<HTMLInputElement>(null);

  function download() {
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `vault.${endings[format]}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  return (
    <div className="flex flex-wrap items-center gap-2">
      <Segmented
        label="Format"
        options={formats}
        value={format}
        onValueChange={(chosen) => onFormat(chosen as VaultFormat)}
      />
      <div className="flex flex-wrap gap-1 sm:ml-auto">
        <Button variant="ghost" size="small" icon={<Search aria-hidden />} onClick={onSearch}>
          Find
        </Button>
        <Button variant="ghost" size="small" icon={<WandSparkles aria-hidden />} onClick={onLayOut}>
          Format text
        </Button>
        <Button
          variant="ghost"
          size="small"
          icon={<Upload aria-hidden />}
          onClick={() => chooser.current?.click()}
        >
          Import file
        </Button>
        <Button variant="ghost" size="small" icon={<Download aria-hidden />} onClick={download}>
          Download
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          aria-label="File to import"
          accept=".conf,.hocon,.json,.yaml,.yml,.txt,text/plain,application/json,application/yaml"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            currentTarget.value = "";
            if (file) onImport(file);
          }}
        />
      </div>
    </div>
  );
}
