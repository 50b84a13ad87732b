import type { VaultFormat } from "@/lib/core/vault/model/types";
import { saveTextFile } from "../../_components/save-text-file";

const endings: Record<VaultFormat, string> = { hocon: "conf", json: "json", yaml: "yaml" };

/** Has the browser save the text of a vault as a file. */
export function downloadText({
  name,
  format,
  text,
}: {
  name: string;
  format: VaultFormat;
  text: string | null;
}): void {
  if (text === null) return;
  saveTextFile(`${fileName(name)}.${endings[format]}`, text);
}

function fileName(name: string): string {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return plain.replace(/^-|-$/g, "") || "vault";
}
