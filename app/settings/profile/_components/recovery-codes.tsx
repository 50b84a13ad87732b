import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";

/** The only sight of them: only their hashes are kept. */
export function RecoveryCodes({ codes }: { codes: string[] }) {
  const text = codes.join("\n");
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warn">
        These codes are shown only once. Each code lets you sign in once without your authenticator app. Store
        them where you can find them without your phone.
      </Notice>
      <Card asChild ground="sunken" parts="whole" className="p-3.5">
        <ul aria-label="Recovery codes" className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </Card>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={text} label="Copy the codes" />
        <ButtonLink
          size="small"
          download="steward-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        >
          Download
        </ButtonLink>
      </div>
    </div>
  );
}
