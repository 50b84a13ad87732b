import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { recoveryCodeCount } from "@/lib/core/account/second-factor";
import type { OwnSecondFactor } from "@/lib/operations/sign-in/second-factor";
import { RenewCodesDialog } from "./renew-codes-dialog";
import { TurnOffDialog } from "./turn-off-dialog";
import { TurnOnDialog } from "./turn-on-dialog";

const fewCodes = 3;

export function TwoFactorSection({
  workspaceId,
  factor,
  hasPassword,
  now,
}: {
  workspaceId: string;
  factor: OwnSecondFactor | undefined;
  hasPassword: boolean;
  now: number;
}) {
  return (
    <Section
      id="two-factor"
      title="Two-factor authentication"
      description={
        factor ? (
          <>
            On since <RelativeTime at={factor.since} now={now} />. Each recovery code lets you sign in once
            without your authenticator app.
          </>
        ) : (
          "When you sign in with your password or an e-mailed link, you also enter a code from an authenticator app. Identity providers use their own second factor."
        )
      }
      actions={
        <>
          <TurnOnDialog workspaceId={workspaceId} hasPassword={hasPassword} isOn={factor !== undefined} />
          {factor ? (
            <>
              <RenewCodesDialog workspaceId={workspaceId} />
              <TurnOffDialog workspaceId={workspaceId} />
            </>
          ) : null}
        </>
      }
    >
      {factor ? (
        <Badge tone={factor.recoveryCodesLeft < fewCodes ? "warn" : "ok"}>
          {factor.recoveryCodesLeft} of {recoveryCodeCount} recovery codes left
        </Badge>
      ) : null}
    </Section>
  );
}
