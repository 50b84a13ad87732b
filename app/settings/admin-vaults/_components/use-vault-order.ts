"use client";

import { type DragEvent, useEffect, useRef, useState } from "react";
import { useAction } from "@/components/form/use-action";
import type { Page } from "@/lib/core/page";
import type { AdminVaultRow } from "@/lib/operations/vaults/admin-vault-list";
import { moveAdminVaultAction } from "../actions";

export type VaultOrder = ReturnType<typeof useVaultOrder>;
export type Moved = Pick<AdminVaultRow, "id" | "name" | "position">;

export function handleId(vaultId: string): string {
  return `order-${vaultId}`;
}

/** Moves vaults in their order, by dragging or step by step. */
export function useVaultOrder(workspaceId: string, page: Page<AdminVaultRow>) {
  const [dragged, setDragged] = useState<Moved | null>(null);
  const [announcement, setAnnouncement] = useState("");
  const refocused = useRef<string | null>(null);
  const moving = useAction(moveAdminVaultAction);

  // A row that is drawn in another place loses the focus that its handle had.
  const drawnOrder = page.rows.map(({ id }) => id).join();
  useEffect(() => {
    if (drawnOrder === "" || refocused.current === null) return;
    document.getElementById(handleId(refocused.current))?.focus();
    refocused.current = null;
  }, [drawnOrder]);

  function move(vault: Moved, to: number, { keepsFocus = false } = {}) {
    if (to < 1 || to > page.total || to === vault.position || moving.pending) return;
    refocused.current = keepsFocus ? vault.id : null;
    setAnnouncement(`“${vault.name}” moves to place ${to} of ${page.total}.`);
    moving.run(workspaceId, { vaultId: vault.id, from: vault.position, to });
  }

  function dropProps(row: AdminVaultRow) {
    if (!dragged) return {};
    return {
      onDragOver: (event: DragEvent) => event.preventDefault(),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        move(dragged, row.position);
        setDragged(null);
      },
    };
  }

  return {
    dragged,
    setDragged,
    move,
    dropProps,
    announcement,
    refusal: moving.refusal,
    pending: moving.pending,
  };
}
