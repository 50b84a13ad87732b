"use client";

import { usePathname } from "next/navigation";
import { Avatar } from "@/components/ui/avatar";
import { BareLink } from "@/components/ui/link";
import { type Destination, userSettings } from "./destinations";

export type ShownWorkspace = { id: string; name: string; role: string };

export function Sidebar({ workspace, onFollow }: { workspace: ShownWorkspace; onFollow?: () => void }) {
  return (
    <>
      <div className="flex items-center gap-2.5 rounded-block border border-border px-2 py-1.5">
        <Avatar id={workspace.id} name={workspace.name} shape="square" />
        <div className="min-w-0">
          <div className="truncate font-semibold">{workspace.name}</div>
          <div className="truncate text-small text-muted">{workspace.role}</div>
        </div>
      </div>
      <Destinations label="User settings" destinations={userSettings} onFollow={onFollow} />
    </>
  );
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
      <div aria-hidden className="px-2 pb-1 text-small font-medium text-muted">
        {label}
      </div>
      <ul className="flex flex-col gap-0.5">
        {destinations.map(({ label: name, href, icon: Icon }) => {
          const isCurrent = path === href || path.startsWith(`${href}/`);
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
              </BareLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
