"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";

const FrameWorkspace = createContext({ id: "", administered: false });

/** The workspace that the frame around the pages was drawn for. */
export function Frame({
  workspace: { id, administered },
  children,
}: {
  workspace: { id: string; administered: boolean };
  children: ReactNode;
}) {
  const value = useMemo(() => ({ id, administered }), [id, administered]);
  return <FrameWorkspace value={value}>{children}</FrameWorkspace>;
}

/** Whether the workspace is administered by who looks at it: what only admins are shown is refused to all others. */
export function useIsAdministered(): boolean {
  return useContext(FrameWorkspace).administered;
}

/**
 * The one that a page was drawn for. The frame stays while one goes from page to page: after a switch in another tab,
 * or when one was removed, it would go on naming the old workspace.
 */
export function DrawnFor({ workspaceId }: { workspaceId: string }) {
  const router = useRouter();
  const { id: framed } = useContext(FrameWorkspace);
  useEffect(() => {
    if (framed !== workspaceId) router.refresh();
  }, [framed, workspaceId, router]);
  return null;
}
