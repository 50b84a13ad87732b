import { type Refusal, refused } from "@/lib/core/outcome";
import type { VaultFormat } from "@/lib/core/vault/inputs";

const largestBytes = 256 * 1024;

/** What no vault may be, and, when it is turned on, what would make clients drop it. */
export function checkVaultText(
  vault: { text: string; format: VaultFormat },
  _enabled: boolean,
): { ok: false; refusal: Refusal } | undefined {
  const bytes = Buffer.byteLength(vault.text);
  if (bytes > largestBytes) {
    return refused("invalid", "The vault was not saved.", {
      text: `The text has ${Math.ceil(bytes / 1024)} KB; a vault can have at most 256 KB.`,
    });
  }
  if (vault.format !== "hocon") {
    return refused("invalid", "The vault was not saved.", { format: "Only HOCON can be saved." });
  }
  if (vault.text.startsWith("\uFEFF")) {
    return refused("invalid", "The vault was not saved.", {
      text: "Line 1, column 1: the text begins with a byte-order mark, which makes clients drop the whole vault. Remove it.",
    });
  }
  return undefined;
}
