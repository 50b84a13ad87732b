import type { Icon as IconType } from "@/components/ui/icon";
import {
  Bot,
  Boxes,
  Cpu,
  FolderTree,
  Gauge,
  LayoutPanelLeft,
  LifeBuoy,
  ListOrdered,
  ShieldCheck,
  SlidersHorizontal,
  User,
  Users,
  Vault,
} from "@/components/ui/icons";

export type Destination = { label: string; href: string; icon: IconType };

/** What the workspace holds, outside its settings. */
export const resources: Destination[] = [
  { label: "Projects", href: "/projects", icon: FolderTree },
  { label: "Queues", href: "/projects/queues", icon: ListOrdered },
  { label: "Workers", href: "/projects/workers", icon: Cpu },
];

/** The entries of the sidebar and of quick navigation. */
export const userSettings: Destination[] = [
  { label: "Profile", href: "/settings/profile", icon: User },
  { label: "Configuration", href: "/settings/configuration", icon: SlidersHorizontal },
  { label: "Workspace", href: "/settings/workspace", icon: LayoutPanelLeft },
];

/** For those who administer the workspace. */
export const administratorSettings: Destination[] = [
  { label: "Administrator vaults", href: "/settings/admin-vaults", icon: Vault },
  { label: "Users", href: "/settings/users", icon: Users },
  { label: "Service accounts", href: "/settings/service-accounts", icon: Bot },
  { label: "User groups", href: "/settings/groups", icon: Boxes },
  { label: "Access rules", href: "/settings/access-rules", icon: ShieldCheck },
  { label: "Usage & billing", href: "/settings/billing", icon: Gauge },
];

export const help: Destination = { label: "Connect a client", href: "/settings/help", icon: LifeBuoy };
