import { CircleQuestionMark } from "lucide-react";
import type { ReactNode } from "react";
import { Logo } from "@/app/_components/logo";
import { IconButtonLink } from "@/components/ui/button";
import { BareLink } from "@/components/ui/link";
import type { Theme } from "@/lib/core/account/theme";
import { Areas } from "./areas";
import { Breadcrumb } from "./breadcrumb";
import { help } from "./destinations";
import { JumpTo } from "./jump-to";
import { NarrowMenu } from "./narrow-menu";
import type { SidebarProps } from "./sidebar";
import { type Person, UserMenu } from "./user-menu";

export function TopBar({
  person,
  theme,
  workspace,
  others,
  notifications,
}: {
  person: Person;
  theme: Theme;
  notifications: ReactNode;
} & Pick<SidebarProps, "workspace" | "others">) {
  return (
    <header className="sticky top-0 z-20 flex h-top-bar items-center gap-2 border-b border-border bg-surface px-3.5">
      <NarrowMenu workspace={workspace} others={others} />
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
        <JumpTo administered={workspace.administered} />
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
