"use client";

import { useEffect, useRef } from "react";
import { Avatar } from "@/components/ui/avatar";
import { ButtonLink } from "@/components/ui/button";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import { Bot, X } from "@/components/ui/icons";
import { findOwnersAction } from "../actions";

export type OwnerFilterProps = {
  workspaceId: string;
  owner: { id: string; name: string } | null;
  clearedHref: string;
  onChoose: (ownerId: string) => void;
};

/** Looks for an owner while one types; of a chosen one it shows the name, and how to be rid of it. */
export function OwnerFilter({ workspaceId, owner, clearedHref, onChoose }: OwnerFilterProps) {
  const frame = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  const ownerId = owner?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: what had the focus is gone once another owner is chosen
  useEffect(() => {
    if (isMoving.current) frame.current?.querySelector<HTMLElement>("input, a")?.focus();
    isMoving.current = false;
  }, [ownerId]);

  async function search(query: string): Promise<ComboboxOption[]> {
    const outcome = await findOwnersAction(workspaceId, { search: query.slice(0, 100) });
    if (!outcome.ok) throw new Error(outcome.refusal.message);
    return outcome.value.owners.map(({ id, name, kind }) => ({
      id,
      label: name,
      icon: kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />,
    }));
  }

  return (
    <div ref={frame} className="max-sm:grow max-sm:basis-36">
      {owner ? (
        <ButtonLink
          href={clearedHref}
          icon={<X aria-hidden />}
          aria-label={`Clear the filter by the owner ${owner.name}`}
          className="max-w-56 max-sm:w-full"
          onClick={() => {
            isMoving.current = true;
          }}
        >
          <span className="truncate">{owner.name}</span>
        </ButtonLink>
      ) : (
        <div className="w-40 max-sm:w-full">
          <Combobox
            label="Owner"
            placeholder="Any owner"
            search={search}
            selected={[]}
            onSelectedChange={([chosen]) => {
              if (!chosen) return;
              isMoving.current = true;
              onChoose(chosen.id);
            }}
          />
        </div>
      )}
    </div>
  );
}
