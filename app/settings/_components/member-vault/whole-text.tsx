"use client";

import type { VaultView } from "@/lib/operations/vaults/member-vaults";
import { VaultTextEditor } from "../vault-text-editor";

/** All of a saved text, to be read. */
export function WholeText({ vault: { text, format }, label }: { vault: VaultView; label: string }) {
  return <VaultTextEditor text={text} format={format} label={label} readOnly />;
}
