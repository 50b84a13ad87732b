import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { FailureKind } from "@/lib/core/account/notifications";
import type { NotificationView } from "@/lib/operations/account/notifications";

const words: Record<FailureKind, (failures: number) => { title: string; advice: string }> = {
  failed_sign_ins: (failures) => ({
    title: `${failures} failed sign-ins to your account`,
    advice:
      "The password was wrong each time. If it wasn’t you, make sure that your password is hard to guess.",
  }),
  failed_codes: () => ({
    title: "Somebody entered your password, but only wrong codes",
    advice: "The sign-in was blocked. If it wasn’t you, change your password now.",
  }),
};

/** What happened to one's account, from where, and what to do about it. */
export function SecurityNotice({
  notice,
  now,
  onLeave,
}: {
  notice: NotificationView & { kind: FailureKind };
  now: number;
  onLeave: () => void;
}) {
  const { title, advice } = words[notice.kind](notice.failures);
  return (
    <li className="flex flex-col gap-1 px-4 py-3 text-control">
      <p className="flex items-start justify-between gap-2">
        <strong className="font-semibold">{title}</strong>
        {notice.readAt ? null : <Badge tone="danger">New</Badge>}
      </p>
      <p className="text-muted">
        {notice.ip ? (
          <>
            Last from <span className="font-mono text-code">{notice.ip}</span>,{" "}
          </>
        ) : null}
        <RelativeTime at={notice.createdAt} now={now} />. {advice}
      </p>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        <Link href="/settings/profile#password" onClick={onLeave}>
          Change your password
        </Link>
        <Link href="/settings/profile#sessions" onClick={onLeave}>
          Sign out other sessions
        </Link>
      </p>
    </li>
  );
}
