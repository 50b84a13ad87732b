import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { warningAdvice, warningTitle } from "@/lib/core/billing/warning-text";
import type { NotificationView } from "@/lib/operations/account/notifications";

/** That a workspace which one administers comes near what it may use. */
export function UsageNotice({
  notice: { about, createdAt, readAt },
  now,
  onLeave,
}: {
  notice: Pick<NotificationView, "about" | "createdAt" | "readAt">;
  now: number;
  onLeave: () => void;
}) {
  if (!about) return null;
  return (
    <li className="flex flex-col gap-1 px-4 py-3 text-control">
      <p className="flex items-start justify-between gap-2">
        <strong className="font-semibold">{warningTitle(about, about.goesOn)}</strong>
        {readAt ? null : <Badge tone="warn">New</Badge>}
      </p>
      <p className="text-muted [overflow-wrap:anywhere]">
        In {about.workspaceName}, <RelativeTime at={createdAt} now={now} />. {warningAdvice(about)}
      </p>
      <p>
        <Link href={`/settings/billing?workspace=${about.workspaceId}`} onClick={onLeave}>
          View the usage
        </Link>
      </p>
    </li>
  );
}
