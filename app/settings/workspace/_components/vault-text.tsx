import { CodeView } from "@/components/ui/code-view";
import { RelativeTime } from "@/components/ui/relative-time";
import { checkVault } from "@/lib/core/vault/check-vault";
import type { ShownVault } from "./shown-vault";
import { codeDiagnostics, codeTokens } from "./vault-marks";

/** The vault as it stands, drawn on the server with all that is to say about it. */
export function VaultText({ vault, now, label }: { vault: ShownVault; now: number; label: string }) {
  return (
    <CodeView
      code={vault.text}
      label={label}
      tokens={codeTokens(vault.format)?.(vault.text)}
      diagnostics={codeDiagnostics(checkVault(vault.text, vault.format, "personal").diagnostics)}
      footer={<VaultFacts vault={vault} now={now} />}
    />
  );
}

function VaultFacts({ vault, now }: { vault: ShownVault; now: number }) {
  const lines = vault.text === "" ? 0 : vault.text.replace(/\n$/, "").split("\n").length;
  const bytes = Buffer.byteLength(vault.text);
  const size = bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
  return (
    <span>
      {lines === 1 ? "1 line" : `${lines} lines`}, {size} · Revision {vault.revision}
      {vault.edited ? (
        <>
          , by {vault.edited.bySelf ? "you" : vault.edited.byName},{" "}
          <RelativeTime at={vault.edited.at} now={now} />
        </>
      ) : null}
    </span>
  );
}
