"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect } from "react";

const FrameWorkspace = createContext("");

/** The workspace that the frame around the pages was drawn for. */
export function Frame({ workspaceId, children }: { workspaceId: string; children: ReactNode }) {
  return <FrameWorkspace value={workspaceId}>{children}</FrameWorkspace>;
}

/**
 * The one that a page was drawn for. The frame stays while one goes from page to page: after a switch in another tab,
 * or when one was removed, it would go on naming the old workspace.
 */
export function DrawnFor({ workspaceId }: { workspaceId: string }) {
  const router = useRouter();
  const framed = useContext(FrameWorkspace);
  useEffect(() => {
    if (framed !== workspaceId) router.refresh();
  }, [framed, workspaceId, router]);
  return null;
}
