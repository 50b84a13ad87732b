import type { ReactNode } from "react";
import { SkipLink } from "@/components/ui/skip-link";
import { apiVersion, serverVersion } from "@/lib/core/clearml-versions";
import { isAdministrator } from "@/lib/core/workspace/role";
import { listInvitationsOf } from "@/lib/operations/invitations/notified-invitations";
import { now } from "@/lib/server/clock";
import { requireSignedIn } from "@/lib/server/current-actor";
import { chosenTheme } from "@/lib/server/theme-cookie";
import { productVersion } from "@/lib/server/version";
import { Frame } from "./_components/drawn-for";
import { Notifications } from "./_components/notifications";
import { Sidebar } from "./_components/sidebar";
import { TopBar } from "./_components/top-bar";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { actor, account, workspaces, notifications } = await requireSignedIn("workspace.view");
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
    <Frame workspaceId={workspace.id}>
      <SkipLink />
      <TopBar
        person={{ id: actor.userId, name: actor.name, email: actor.email ?? "" }}
        theme={await chosenTheme()}
        workspace={workspace}
        others={others}
        notifications={
          <Notifications
            activeId={actor.workspaceId}
            invitations={invitations}
            notices={notifications}
            now={now().getTime()}
          />
        }
      />
      <div className="flex">
        <aside className="sticky top-top-bar hidden h-[calc(100dvh-var(--spacing-top-bar))] w-sidebar shrink-0 overflow-y-auto border-r border-border bg-surface px-2 py-3 md:block">
          <Sidebar workspace={workspace} others={others} />
        </aside>
        <div className="flex min-h-[calc(100dvh-var(--spacing-top-bar))] min-w-0 flex-1 flex-col">
          <main
            id="main"
            className="w-full max-w-[calc(var(--container-content)+--spacing(16))] flex-1 px-3.5 py-6 md:px-8 md:py-7"
          >
            {children}
          </main>
          <footer className="flex flex-wrap gap-x-4 gap-y-1 px-3.5 py-4 text-small text-muted md:px-8">
            <span>Steward {productVersion}</span>
            <span>Server {serverVersion}</span>
            <span>API {apiVersion}</span>
          </footer>
        </div>
      </div>
    </Frame>
  );
}
