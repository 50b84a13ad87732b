"use client";

import { useState } from "react";
import { signOutTo } from "@/app/_components/sign-out";
import { setThemeAction } from "@/app/actions";
import { Avatar } from "@/components/ui/avatar";
import { LogOut, User } from "@/components/ui/icons";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { shownEmail } from "@/lib/core/account/shown-email";
import type { Theme } from "@/lib/core/account/theme";

export type Person = { id: string; name: string; email: string };

const themes = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function UserMenu({ person, theme: saved }: { person: Person; theme: Theme }) {
  const [theme, setTheme] = useState(saved);

  function choose(value: string) {
    const chosen = value as Theme;
    setTheme(chosen);
    document.documentElement.dataset.theme = chosen;
    void setThemeAction({ theme: chosen });
  }

  return (
    <Menu
      trigger={
        <button type="button" className="rounded-full">
          <span className="sr-only">{person.name}: your menu</span>
          <Avatar id={person.id} name={person.name} />
        </button>
      }
    >
      <MenuLabel>
        <span className="block text-control font-medium text-text">{person.name}</span>
        <span className="block font-normal">{shownEmail(person.email)}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuLink href="/settings/profile" icon={<User aria-hidden />}>
        Profile
      </MenuLink>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme} onValueChange={choose} options={themes} staysOpen />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void signOutTo("/sign-in")}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
