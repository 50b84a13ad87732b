import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";

export type TextareaProps = ComponentPropsWithRef<"textarea"> & { mono?: boolean };

export function Textarea({ mono, rows = 3, className, ...rest }: TextareaProps) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={classNames("input", mono && "font-mono text-code", className)}
    />
  );
}
