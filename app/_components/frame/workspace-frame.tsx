import type { ReactNode } from "react";
import { SkipLink } from "@/components/ui/skip-link";
import { isAdministrator } from "@/lib/core/workspace/role";
import { listInvitationsOf } from "@/lib/operations/invitations/notified-invitations";
import { now } from "@/lib/server/clock";
import { requireSignedIn } from "@/lib/server/current-actor";
import { chosenTheme } from "@/lib/server/theme-cookie";
import { Frame } from "./drawn-for";
import { Notifications } from "./notifications";
import { ProTip } from "./pro-tip";
import type { SidebarProps } from "./sidebar";
import { TopBar } from "./top-bar";
import { UsageBanner } from "./usage-banner";

/** What is around every page of a workspace: the top bar, and whatever `children` puts beside and into the page. */
export async function WorkspaceFrame({
  children,
}: {
  children: (shown: Pick<SidebarProps, "workspace" | "others">) => ReactNode;
}) {
  const signedIn = await requireSignedIn("workspace.view");
  const { actor, account, workspaces, notifications, warnings, preferences, tip } = signedIn;
  const invitations = await listInvitationsOf(account);
  const others = workspaces
    .filter(({ id }) => id !== actor.workspaceId)
    .map(({ id, name }) => ({ id, name }));
  const workspace = {
    id: actor.workspaceId,
    name: actor.workspaceName,
    administered: isAdministrator(actor.role),
    role:
      actor.role === "owner"
        ? "You own it"
        : isAdministrator(actor.role)
          ? "You administer it"
          : "You are a member",
  };
  return (
    <Frame workspace={workspace}>
      {preferences.hidpi_scale ? <span hidden data-hidpi-scale /> : null}
      <SkipLink />
      <TopBar
        person={{ id: actor.userId, name: actor.name, email: actor.email ?? "" }}
        theme={await chosenTheme()}
        administered={workspace.administered}
        notifications={
          <Notifications
            activeId={actor.workspaceId}
            invitations={invitations}
            notices={notifications}
            now={now().getTime()}
          />
        }
      />
      <UsageBanner warnings={warnings} />
      {children({ workspace, others })}
      <ProTip workspaceId={workspace.id} tip={tip} mayHide={!preferences.forced.includes("hide_pro_tips")} />
    </Frame>
  );
}
