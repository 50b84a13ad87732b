"use client";

import { cva, cx, type VariantProps } from "class-variance-authority";
import { Check, Copy } from "./icons";
import { shortId } from "./short-id";
import { copyWords, useCopy } from "./use-copy";

const frame = cva("id-badge", {
  variants: { look: { framed: "id-badge-framed", plain: null } },
  defaultVariants: { look: "framed" },
});

export type IdBadgeProps = {
  value: string;
  /** What it identifies, for its name: 'workspace ID'. */
  label?: string;
  /** `plain` has no frame, for table cells. */
  look?: VariantProps<typeof frame>["look"];
  className?: string;
};

export function IdBadge({ value, label = "ID", look, className }: IdBadgeProps) {
  const { state, copy } = useCopy();
  return (
    <span className={cx("inline-flex max-w-full align-middle", className)}>
      <button
        type="button"
        className={frame({ look })}
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
