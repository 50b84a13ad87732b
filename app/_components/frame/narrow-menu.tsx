"use client";

import { MenuIcon } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/components/ui/button";
import { ResourcePlaces, Sidebar, type SidebarProps } from "./sidebar";

/** The sidebar where there is no room for one. A native popover: Escape and a tap outside close it. */
export function NarrowMenu({ workspace, others }: Pick<SidebarProps, "workspace" | "others">) {
  const drawer = useRef<HTMLDivElement>(null);
  const close = () => drawer.current?.hidePopover();
  return (
    <div className="md:hidden">
      <IconButton
        label="Menu"
        size="medium"
        icon={<MenuIcon aria-hidden />}
        popoverTarget="narrow-menu"
        className="-ml-2"
      />
      <div
        ref={drawer}
        id="narrow-menu"
        popover="auto"
        className="fixed inset-y-0 left-0 m-0 h-dvh max-h-none w-70 max-w-[85vw] border-r border-border bg-surface px-2 py-3 text-text shadow-float backdrop:bg-scrim"
      >
        <Sidebar workspace={workspace} others={others} onFollow={close} />
        <ResourcePlaces onFollow={close} />
      </div>
    </div>
  );
}
