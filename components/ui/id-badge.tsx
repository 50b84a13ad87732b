"use client";

import { Check, Copy } from "lucide-react";
import { classNames } from "./class-names";
import { shortId } from "./short-id";
import { copyWords, useCopy } from "./use-copy";

export type IdBadgeProps = {
  value: string;
  /** What it identifies, for its name: 'workspace ID'. */
  label?: string;
  /** `plain` has no frame, for table cells. */
  look?: "framed" | "plain";
  className?: string;
};

export function IdBadge({ value, label = "ID", look = "framed", className }: IdBadgeProps) {
  const { state, copy } = useCopy();
  return (
    <span className={classNames("inline-flex max-w-full align-middle", className)}>
      <button
        type="button"
        className={classNames("id-badge", look === "framed" && "id-badge-framed")}
        title={value}
        onClick={(event) => copy(value, event.currentTarget)}
      >
        <span className="sr-only">Copy {label} </span>
        <span className="id-badge-face">
          <span className={state === "idle" ? undefined : "invisible"}>{shortId(value)}</span>
          {state === "idle" ? null : <span className="font-sans">{copyWords[state]}</span>}
        </span>
        {state === "copied" ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
      </button>
      <span role="status" className="sr-only">
        {copyWords[state]}
      </span>
    </span>
  );
}
