import type { ReactNode } from "react";
import { SidebarDrawer } from "@/app/_components/frame/sidebar-drawer";
import { WorkspaceFrame } from "@/app/_components/frame/workspace-frame";

/** Each page has a body of its own: those of projects have their tree beside them. */
export default function ProjectsLayout({ children }: { children: ReactNode }) {
  return (
    <WorkspaceFrame>
      {(shown) => (
        <>
          <SidebarDrawer {...shown} />
          {children}
        </>
      )}
    </WorkspaceFrame>
  );
}
