"use client";

import { useRef } from "react";
import { drawerId } from "./drawer-id";
import { ResourcePlaces, Sidebar, type SidebarProps } from "./sidebar";

/**
 * The sidebar, where there is no room for one behind the button of the top bar: a native popover, so Escape and a tap
 * outside close it.
 */
export function SidebarDrawer({
  workspace,
  others,
  beside = false,
}: Pick<SidebarProps, "workspace" | "others"> & {
  /** Whether it stands beside the page where there is room. */
  beside?: boolean;
}) {
  const drawer = useRef<HTMLElement>(null);
  const close = () => drawer.current?.hidePopover();
  return (
    <aside
      ref={drawer}
      id={drawerId}
      popover="auto"
      className={beside ? "drawer drawer-beside" : "drawer md:hidden"}
    >
      <Sidebar workspace={workspace} others={others} onFollow={close} />
      <div className="md:hidden">
        <ResourcePlaces onFollow={close} />
      </div>
    </aside>
  );
}
