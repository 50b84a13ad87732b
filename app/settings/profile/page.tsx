import type { Metadata } from "next";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { IdBadge } from "@/components/ui/id-badge";
import { PageHead } from "@/components/ui/page-head";
import { PropertyList } from "@/components/ui/property-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { shownEmail } from "@/lib/core/account/email";
import { signInProblemQuery } from "@/lib/core/account/sign-in-problems";
import { grant } from "@/lib/core/workspace/actor";
import { findOwnProfile } from "@/lib/operations/account/accounts";
import { listOwnSessions } from "@/lib/operations/sign-in/sessions";
import { isMailConfigured } from "@/lib/server/mail";
import { settingsPage } from "../_components/settings-page";
import { FirstPasswordForm } from "./_components/first-password-form";
import { IdentitySection } from "./_components/identity-section";
import { NameForm } from "./_components/name-form";
import { PasswordForm } from "./_components/password-form";
import { ProveEmail } from "./_components/prove-email";
import { SessionList } from "./_components/session-list";
import { TwoFactorSection } from "./_components/two-factor-section";

export const metadata: Metadata = { title: "Profile" };

export default settingsPage("profile.edit", signInProblemQuery, async ({ actor, query, now }) => {
  const sessionOwner = grant(actor, "sessions.manage");
  const [profile, sessions] = await Promise.all([
    findOwnProfile(actor),
    sessionOwner ? listOwnSessions(sessionOwner) : [],
  ]);
  if (!profile) throw new Error("A signed-in account has no profile.");

  return (
    <>
      <PageHead title="Profile" description="Your name and account, the same in all your workspaces." />
      <Card>
        <div className="flex items-center gap-3.5 p-4">
          <Avatar id={profile.id} name={profile.name} size="large" />
          <NameForm workspaceId={actor.workspaceId} name={profile.name} />
        </div>
        <div className="px-4 py-2">
          <PropertyList
            look="flat"
            items={[
              {
                label: "E-mail",
                value: (
                  <span className="flex flex-wrap items-center gap-2">
                    {shownEmail(profile.email)}
                    {profile.emailProvenAt ? (
                      <Badge tone="ok">Proven</Badge>
                    ) : (
                      <Badge tone="warn">Not proven yet</Badge>
                    )}
                  </span>
                ),
              },
              { label: "User ID", value: <IdBadge value={profile.id} label="user ID" /> },
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
        {profile.emailProvenAt ? null : (
          <div className="px-4 py-3">
            <ProveEmail workspaceId={actor.workspaceId} email={profile.email} mails={isMailConfigured()} />
          </div>
        )}
        <Section
          id="password"
          title="Password"
          description={
            !profile.hasPassword ? (
              "You have no password. You sign in with e-mailed links or an identity provider."
            ) : profile.passwordChangedAt ? (
              <>
                Last changed <RelativeTime at={profile.passwordChangedAt} now={now} />. Changing it signs out
                every other session.
              </>
            ) : (
              "Changing it signs out every other session."
            )
          }
        >
          {profile.hasPassword ? (
            <PasswordForm workspaceId={actor.workspaceId} email={profile.email} />
          ) : (
            <FirstPasswordForm workspaceId={actor.workspaceId} email={profile.email} />
          )}
        </Section>
        <TwoFactorSection actor={actor} hasPassword={profile.hasPassword} now={now} />
        <IdentitySection actor={actor} query={query} isProven={profile.emailProvenAt !== null} now={now} />
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
