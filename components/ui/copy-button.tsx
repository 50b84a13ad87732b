"use client";

import { Button, type ButtonSize, type ButtonVariant, IconButton } from "./button";
import { Check, Copy } from "./icons";
import { copyWords, useCopy } from "./use-copy";

export type CopyButtonProps = {
  value: string;
  /** Its name: 'Copy secret key'. Shown unless `iconOnly`. */
  label?: string;
  iconOnly?: boolean;
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
  onCopied?: () => void;
};

export function CopyButton({
  value,
  label = "Copy",
  iconOnly,
  variant = iconOnly ? "ghost" : "secondary",
  size = "small",
  className,
  onCopied,
}: CopyButtonProps) {
  const { state, copy } = useCopy();
  const icon = state === "copied" ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />;
  const shared = {
    variant,
    size,
    icon,
    onClick: async (event: { currentTarget: Element }) => {
      await copy(value, event.currentTarget);
      onCopied?.();
    },
  };
  return (
    <span className={className}>
      {iconOnly ? (
        <IconButton {...shared} label={label} />
      ) : (
        <Button {...shared}>
          <span className="id-badge-face">
            <span className={state === "idle" ? undefined : "invisible"}>{label}</span>
            {state === "idle" ? null : <span aria-hidden>{copyWords[state]}</span>}
          </span>
        </Button>
      )}
      <span role="status" className="sr-only">
        {copyWords[state]}
      </span>
    </span>
  );
}
