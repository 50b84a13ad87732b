import type { ReactNode } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { SidebarDrawer } from "@/app/_components/frame/sidebar-drawer";
import { WorkspaceFrame } from "@/app/_components/frame/workspace-frame";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <WorkspaceFrame>
      {(shown) => <PageBody sidebar={<SidebarDrawer {...shown} beside />}>{children}</PageBody>}
    </WorkspaceFrame>
  );
}
