import { CodeView } from "@/components/ui/code-view";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { VaultPreview } from "@/lib/operations/vaults/vault-preview";
import { codeDiagnostics, codeTokens } from "./vault-marks";

/** The saved text of the vault, rendered on the server with its errors and warnings. */
export function VaultText({
  preview,
  historyHref,
  now,
  label,
}: {
  preview: VaultPreview;
  historyHref: string;
  now: number;
  label: string;
}) {
  const { vault, start, diagnostics, moreDiagnostics, unchecked } = preview;
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
        tokens={codeTokens(vault.format)?.(start)}
        diagnostics={codeDiagnostics(diagnostics)}
        footer={
          <>
            <span>
              {moreDiagnostics > 0 ? `${moreDiagnostics} more in the editor · ` : null}
              <VaultFacts vault={vault} now={now} />
            </span>
            <Link href={historyHref}>History</Link>
          </>
        }
      />
    </>
  );
}

function VaultFacts({ vault, now }: { vault: VaultPreview["vault"]; now: number }) {
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
