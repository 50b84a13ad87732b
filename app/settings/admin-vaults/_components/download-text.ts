import type { VaultFormat } from "@/lib/core/vault/model/types";

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
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${fileName(name)}.${endings[format]}`;
  link.click();
  URL.revokeObjectURL(url);
}

function fileName(name: string): string {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return plain.replace(/^-|-$/g, "") || "vault";
}
