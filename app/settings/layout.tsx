import type { ReactNode } from "react";
import { PageBody } from "@/app/_components/frame/page-body";
import { Sidebar } from "@/app/_components/frame/sidebar";
import { WorkspaceFrame } from "@/app/_components/frame/workspace-frame";

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <WorkspaceFrame>
      {(shown) => <PageBody sidebar={<Sidebar {...shown} />}>{children}</PageBody>}
    </WorkspaceFrame>
  );
}
