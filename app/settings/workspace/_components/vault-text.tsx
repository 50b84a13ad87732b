import { CodeView } from "@/components/ui/code-view";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Diagnostic } from "@/lib/core/vault/model/types";
import type { ShownVault } from "./shown-vault";
import { codeDiagnostics, codeTokens } from "./vault-marks";

type DrawnVault = Omit<ShownVault, "text"> & {
  byteCount: number;
  start: string;
  diagnostics: Diagnostic[];
  moreDiagnostics: number;
  unchecked: string | null;
};

/** The vault as it stands, drawn on the server with what is to say about it. */
export function VaultText({ vault, now, label }: { vault: DrawnVault; now: number; label: string }) {
  const { start, format, diagnostics, moreDiagnostics, unchecked } = vault;
  return (
    <>
      {unchecked ? (
        <Notice tone="warn" className="mb-3">
          {unchecked}
        </Notice>
      ) : null}
      <CodeView
        code={start}
        label={label}
        tokens={codeTokens(format)?.(start)}
        diagnostics={codeDiagnostics(diagnostics)}
        footer={
          <span>
            {moreDiagnostics > 0 ? `${moreDiagnostics} more in the editor · ` : null}
            <VaultFacts vault={vault} now={now} />
          </span>
        }
      />
    </>
  );
}

function VaultFacts({ vault, now }: { vault: DrawnVault; now: number }) {
  const { lineCount, byteCount } = vault;
  const size = byteCount < 1024 ? `${byteCount} B` : `${(byteCount / 1024).toFixed(1)} KB`;
  return (
    <>
      {lineCount === 1 ? "1 line" : `${lineCount.toLocaleString("en")} lines`}, {size} · Revision{" "}
      {vault.revision}
      {vault.edited ? (
        <>
          , by {vault.edited.bySelf ? "you" : vault.edited.byName},{" "}
          <RelativeTime at={vault.edited.at} now={now} />
        </>
      ) : null}
    </>
  );
}
