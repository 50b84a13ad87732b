"use client";

import type { KeyboardEvent } from "react";
import { GripVertical } from "@/components/ui/icons";
import { handleId, type Moved, type VaultOrder } from "./use-vault-order";

const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/** Dragged onto another row, or moved by the arrow keys. */
export function OrderHandle({ vault, total, order }: { vault: Moved; total: number; order: VaultOrder }) {
  function press(event: KeyboardEvent) {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    order.move(vault, vault.position + step, { keepsFocus: true });
  }

  return (
    <button
      type="button"
      id={handleId(vault.id)}
      draggable
      aria-label={`Place ${vault.position} of ${total}. Move “${vault.name}” with the up and down arrow keys`}
      aria-busy={order.pending || undefined}
      title="Drag, or press the up and down arrow keys"
      className="inline-flex cursor-grab items-center gap-2 rounded-control px-1 py-1 tabular-nums hover:bg-hover active:cursor-grabbing"
      onKeyDown={press}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", vault.name);
        order.setDragged(vault);
      }}
      onDragEnd={() => order.setDragged(null)}
    >
      <GripVertical aria-hidden className="text-faint" />
      {vault.position}
    </button>
  );
}
