"use client";

import { type ReactNode, type Ref, useMemo } from "react";
import { SourceEditor, type SourceEditorHandle } from "@/components/ui/source-editor/source-editor";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { completionOf, languageOf } from "./languages";
import { sourceCheck } from "./source-diagnostics";
import type { VaultCheck } from "./use-vault-check";

export type VaultTextEditorProps = {
  /** With line feeds alone at the ends of lines, as `withLineFeeds` gives it. */
  text: string;
  format: VaultFormat;
  onChange?: (text: string) => void;
  /** Its name for screen readers. */
  label: string;
  /** What `useVaultCheck` found: marked in the text, and listed below it with the fixes. */
  check?: VaultCheck;
  readOnly?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
  footer?: ReactNode;
  handle?: Ref<SourceEditorHandle>;
};

export function LoadedEditor({ text, format, check, ...rest }: VaultTextEditorProps) {
  const found = useMemo(() => (check ? sourceCheck(check) : undefined), [check]);
  return (
    <SourceEditor
      {...rest}
      value={text}
      language={languageOf(format)}
      complete={completionOf(format)}
      check={found}
    />
  );
}
