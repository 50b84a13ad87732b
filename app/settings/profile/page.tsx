import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import { PropertyList } from "@/components/ui/property-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { shownEmail } from "@/lib/core/account/shown-email";
import { signInProblemQuery } from "@/lib/core/account/sign-in-problems";
import { grant } from "@/lib/core/workspace/actor";
import { listOwnIdentities } from "@/lib/operations/sign-in/identities";
import { findOwnSecondFactor } from "@/lib/operations/sign-in/second-factor";
import { listOwnSessions } from "@/lib/operations/sign-in/sessions";
import { isMailConfigured } from "@/lib/server/mail";
import { FirstPasswordForm } from "./_components/first-password-form";
import { IdentitySection } from "./_components/identity-section";
import { NameForm } from "./_components/name-form";
import { PasswordForm } from "./_components/password-form";
import { ProveEmail } from "./_components/prove-email";
import { SessionList } from "./_components/session-list";
import { TwoFactorSection } from "./_components/two-factor-section";

export const metadata: Metadata = { title: "Profile" };

export default workspacePage("profile.edit", signInProblemQuery, async ({ actor, account, query, now }) => {
  const sessionOwner = grant(actor, "sessions.manage");
  const [sessions, secondFactor, identities] = await Promise.all([
    sessionOwner ? listOwnSessions(sessionOwner) : [],
    findOwnSecondFactor(actor),
    listOwnIdentities(actor),
  ]);

  return (
    <>
      <PageHead title="Profile" description="Your name and account, the same in all your workspaces." />
      <Card>
        <div className="flex items-center gap-3.5 p-4">
          <Avatar id={account.id} name={account.name} size="large" />
          <NameForm workspaceId={actor.workspaceId} name={account.name} />
        </div>
        <div className="px-4 py-2">
          <PropertyList
            look="flat"
            items={[
              {
                label: "E-mail",
                value: (
                  <span className="flex flex-wrap items-center gap-2">
                    {shownEmail(account.email)}
                    {account.emailProvenAt ? (
                      <Badge tone="ok">Proven</Badge>
                    ) : (
                      <Badge tone="warn">Not proven yet</Badge>
                    )}
                  </span>
                ),
              },
              { label: "User ID", value: <IdBadge value={account.id} label="user ID" /> },
              {
                label: "Workspace",
                value: (
                  <span className="flex flex-wrap items-center gap-2">
                    {actor.workspaceName}
                    <IdBadge value={actor.workspaceId} label="workspace ID" />
                  </span>
                ),
              },
            ]}
          />
        </div>
        {account.emailProvenAt ? null : (
          <div className="px-4 py-3">
            <ProveEmail workspaceId={actor.workspaceId} email={account.email} mails={isMailConfigured()} />
          </div>
        )}
        <Section
          id="password"
          title="Password"
          description={
            !account.hasPassword ? (
              "You have no password. You sign in with e-mailed links or an identity provider."
            ) : account.passwordChangedAt ? (
              <>
                Last changed <RelativeTime at={account.passwordChangedAt} now={now} />. Changing it signs out
                every other session.
              </>
            ) : (
              "Changing it signs out every other session."
            )
          }
        >
          {account.hasPassword ? (
            <PasswordForm workspaceId={actor.workspaceId} email={account.email} />
          ) : (
            <FirstPasswordForm workspaceId={actor.workspaceId} email={account.email} />
          )}
        </Section>
        <TwoFactorSection
          workspaceId={actor.workspaceId}
          factor={secondFactor}
          hasPassword={account.hasPassword}
          now={now}
        />
        <IdentitySection
          workspaceId={actor.workspaceId}
          connected={identities}
          query={query}
          isProven={account.emailProvenAt !== null}
          now={now}
        />
        <Section
          id="sessions"
          title="Sessions"
          description="Devices where you are signed in. If you don’t recognize a session, end it and change your password."
        >
          <SessionList workspaceId={actor.workspaceId} now={now} sessions={sessions} />
        </Section>
      </Card>
    </>
  );
});
