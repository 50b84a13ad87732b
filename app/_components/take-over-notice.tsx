import { Notice } from "@/components/ui/notice";

/** Shown before an unproven account is taken over: what the takeover removes. */
export function TakeOverNotice({ afterwards, className }: { afterwards: string; className?: string }) {
  return (
    <Notice tone="warn" className={className}>
      An account with your e-mail address exists, but nobody has proven that it is theirs. This link proves
      that it is yours. When you continue, its password, sessions, API credentials and two-factor
      authentication are removed, its configuration vaults are turned off, and all other members are removed
      from its personal workspace. {afterwards}
    </Notice>
  );
}
