"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import type { Chosen, ChosenFrom } from "./chosen";
import { SelectionBar } from "./selection-bar";

const SelectionContext = createContext<{
  isChosen: (id: string) => boolean;
  choose: (id: string, isChosen: boolean) => void;
}>({ isChosen: () => false, choose: () => {} });

type SelectionProps = ChosenFrom & {
  /** The rows that can be chosen, as the list has them now. */
  rows: readonly Chosen[];
  children: ReactNode;
};

/** A list of which several rows can be chosen, with what can be done to all of them above it. */
export function Selection({ workspaceId, type, isArchived, rows, children }: SelectionProps) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = rows.filter(({ id }) => ids.has(id));
  const choose = (id: string, isChosen: boolean) =>
    setIds((before) => {
      const after = new Set(before);
      if (isChosen) after.add(id);
      else after.delete(id);
      return after;
    });
  return (
    <SelectionContext value={{ isChosen: (id) => ids.has(id), choose }}>
      <SelectionBar
        workspaceId={workspaceId}
        type={type}
        isArchived={isArchived}
        chosen={chosen}
        count={rows.length}
        onChoose={(isAll) => setIds(new Set(isAll ? rows.map(({ id }) => id) : []))}
      />
      {children}
    </SelectionContext>
  );
}

/** In the cell of a name. */
export function SelectBox({ id, name }: Chosen) {
  const { isChosen, choose } = useContext(SelectionContext);
  return (
    <input
      type="checkbox"
      className="check"
      aria-label={`Select ${name}`}
      checked={isChosen(id)}
      onChange={(event) => choose(id, event.currentTarget.checked)}
    />
  );
}
