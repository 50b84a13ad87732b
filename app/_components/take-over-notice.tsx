import { Notice } from "@/components/ui/notice";

/** Before an account that never proved its address goes over to whoever reads the mail: what that ends. */
export function TakeOverNotice({ afterwards, className }: { afterwards: string; className?: string }) {
  return (
    <Notice tone="warn" className={className}>
      An account with your address exists, and nobody has shown yet that it is theirs. This mail shows that it
      is yours: its password, sessions, API credentials and second factor end, its configuration vaults are
      turned off, and everybody else leaves its personal workspace. {afterwards}
    </Notice>
  );
}
