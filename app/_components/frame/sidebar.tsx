"use client";

import { usePathname } from "next/navigation";
import { BareLink } from "@/components/ui/link";
import { LinkPending } from "@/components/ui/link-pending";
import { administratorSettings, type Destination, resources, userSettings } from "./destinations";
import { type ShownWorkspace, type WorkspaceOption, WorkspaceSwitcher } from "./workspace-switcher";

export type SidebarProps = { workspace: ShownWorkspace; others: WorkspaceOption[]; onFollow?: () => void };

export function Sidebar({ workspace, others, onFollow }: SidebarProps) {
  return (
    <>
      <WorkspaceSwitcher workspace={workspace} others={others} />
      <Destinations label="User settings" destinations={userSettings} onFollow={onFollow} />
      {workspace.administered ? (
        <Destinations label={workspace.name} destinations={administratorSettings} onFollow={onFollow} />
      ) : null}
    </>
  );
}

/** What the workspace holds, beside the project tree or in the menu of a phone. */
export function ResourcePlaces({ onFollow }: Pick<SidebarProps, "onFollow">) {
  return <Destinations label="Resources" destinations={resources} onFollow={onFollow} />;
}

function Destinations({
  label,
  destinations,
  onFollow,
}: {
  label: string;
  destinations: Destination[];
  onFollow?: () => void;
}) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="mt-4">
      <div aria-hidden className="px-2 pb-1 text-small font-medium text-muted [overflow-wrap:anywhere]">
        {label}
      </div>
      <ul className="flex flex-col gap-0.5">
        {destinations.map(({ label: name, href, icon: Icon }) => {
          const isCurrent = href === currentOf(destinations, path);
          return (
            <li key={href}>
              <BareLink
                href={href}
                onClick={onFollow}
                aria-current={isCurrent ? "page" : undefined}
                className={`flex h-8 items-center gap-2.5 rounded-control px-2 hover:bg-hover ${
                  isCurrent ? "bg-hover font-medium text-text" : "text-muted hover:text-text"
                }`}
              >
                <Icon aria-hidden className={isCurrent ? "text-accent" : undefined} />
                {name}
                <LinkPending />
              </BareLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** The longest of the addresses that one is at or below. */
function currentOf(destinations: readonly Destination[], path: string): string | undefined {
  return destinations
    .map(({ href }) => href)
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((one, other) => other.length - one.length)[0];
}
