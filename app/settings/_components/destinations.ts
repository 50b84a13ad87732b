import { LayoutPanelLeft, LifeBuoy, type LucideIcon, User } from "lucide-react";

export type Destination = { label: string; href: string; icon: LucideIcon };

/** What stands in the sidebar, and what can be jumped to. */
export const userSettings: Destination[] = [
  { label: "Profile", href: "/settings/profile", icon: User },
  { label: "Workspace", href: "/settings/workspace", icon: LayoutPanelLeft },
];

export const help: Destination = { label: "Connect a client", href: "/settings/help", icon: LifeBuoy };
