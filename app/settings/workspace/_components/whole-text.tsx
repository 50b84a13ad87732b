"use client";

import { useMemo } from "react";
import { CodeEditor } from "@/components/ui/code-editor";
import { isPlainCode } from "@/components/ui/code-lines";
import { CodeView } from "@/components/ui/code-view";
import type { VaultView } from "@/lib/operations/vaults/vaults";
import { codeTokens } from "./vault-marks";

/** All of a saved text, to be read: a large one without colours, in a field that scrolls. */
export function WholeText({ vault: { text, format }, label }: { vault: VaultView; label: string }) {
  const plain = useMemo(() => isPlainCode(text), [text]);
  if (plain) return <CodeEditor value={text} label={label} onChange={() => {}} readOnly />;
  return <CodeView code={text} label={label} tokens={codeTokens(format)?.(text)} />;
}
