import type { ReactNode } from "react";
import { Logo } from "@/app/_components/logo";
import { IconButton, IconButtonLink } from "@/components/ui/button";
import { CircleQuestionMark, MenuIcon } from "@/components/ui/icons";
import { BareLink } from "@/components/ui/link";
import type { Theme } from "@/lib/core/account/theme";
import { Areas } from "./areas";
import { Breadcrumb } from "./breadcrumb";
import { help } from "./destinations";
import { drawerId } from "./drawer-id";
import { JumpTo } from "./jump-to";
import { type Person, UserMenu } from "./user-menu";

export function TopBar({
  person,
  theme,
  administered,
  notifications,
}: {
  person: Person;
  theme: Theme;
  /** Whether the workspace is administered by who looks at it. */
  administered: boolean;
  notifications: ReactNode;
}) {
  return (
    <header className="sticky top-0 z-20 flex h-top-bar items-center gap-2 border-b border-border bg-surface px-3.5">
      <IconButton
        label="Menu"
        size="medium"
        icon={<MenuIcon aria-hidden />}
        popoverTarget={drawerId}
        className="-ml-2 md:hidden"
      />
      <BareLink
        href="/settings/workspace"
        className="flex items-center gap-2.5 rounded-control font-semibold"
      >
        <Logo className="size-5.5" />
        Steward
      </BareLink>
      <Areas />
      <Breadcrumb />
      <div className="ml-auto flex items-center gap-1.5">
        <JumpTo administered={administered} />
        <IconButtonLink
          href={help.href}
          label={help.label}
          size="medium"
          icon={<CircleQuestionMark aria-hidden />}
        />
        {notifications}
        <UserMenu person={person} theme={theme} />
      </div>
    </header>
  );
}
