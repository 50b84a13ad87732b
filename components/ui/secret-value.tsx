"use client";

import { cx } from "class-variance-authority";
import { useState } from "react";
import { IconButton } from "./button";
import { CopyButton } from "./copy-button";
import { Eye, EyeOff } from "./icons";
import { shortId } from "./short-id";

export type SecretValueProps = {
  value: string;
  /** What it is, in the names of its buttons: 'secret key'. */
  label: string;
  /** What is shown until it is revealed: dots, or both ends. */
  mask?: "dots" | "ends";
  className?: string;
};

export function SecretValue({ value, label, mask = "dots", className }: SecretValueProps) {
  const [shown, setShown] = useState(false);
  const masked = mask === "dots" ? "••••••••" : shortId(value, 10);
  return (
    <span className={cx("flex min-w-0 items-center gap-1", className)}>
      <code className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {shown ? (
          value
        ) : (
          <>
            <span aria-hidden>{masked}</span>
            <span className="sr-only">hidden</span>
          </>
        )}
      </code>
      <IconButton
        label={shown ? `Hide ${label}` : `Show ${label}`}
        icon={shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        onClick={() => setShown(!shown)}
      />
      <CopyButton iconOnly value={value} label={`Copy ${label}`} />
    </span>
  );
}
