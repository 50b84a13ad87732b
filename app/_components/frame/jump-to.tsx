"use client";

import { CommandDialog } from "@/components/ui/command-dialog";
import { FileCode, KeyRound, Lock, MonitorSmartphone, Search } from "@/components/ui/icons";
import { administratorSettings, help, resources, userSettings } from "./destinations";

const everybodys = [
  ...resources.map(({ label, href, icon: Icon }) => ({
    label,
    href,
    group: "Resources",
    icon: <Icon aria-hidden />,
  })),
  ...userSettings.map(({ label, href, icon: Icon }) => ({
    label,
    href,
    group: "User settings",
    icon: <Icon aria-hidden />,
  })),
  {
    label: "API credentials",
    href: "/settings/workspace#credentials",
    group: "Workspace",
    icon: <KeyRound aria-hidden />,
  },
  {
    label: "Configuration vault",
    href: "/settings/workspace#vault",
    group: "Workspace",
    icon: <FileCode aria-hidden />,
  },
  {
    label: "Sessions",
    href: "/settings/profile#sessions",
    group: "Profile",
    icon: <MonitorSmartphone aria-hidden />,
  },
  { label: "Password", href: "/settings/profile#password", group: "Profile", icon: <Lock aria-hidden /> },
  { label: help.label, href: help.href, group: "Help", icon: <help.icon aria-hidden /> },
];

const administrators = administratorSettings.map(({ label, href, icon: Icon }) => ({
  label,
  href,
  group: "Administrator settings",
  icon: <Icon aria-hidden />,
}));

const search = {
  group: "Search",
  label: (query: string) => `Search projects, tasks, models and queues for “${query}”`,
  href: (query: string) => `/projects/search?search=${encodeURIComponent(query.slice(0, 100))}`,
  icon: <Search aria-hidden />,
};

export function JumpTo({ administered }: { administered: boolean }) {
  return (
    <CommandDialog
      label="Search or jump to"
      search={search}
      commands={administered ? [...everybodys, ...administrators] : everybodys}
      className="max-sm:w-8 max-sm:justify-center max-sm:p-0 max-sm:[&>kbd]:hidden max-sm:[&>span]:sr-only"
    />
  );
}
