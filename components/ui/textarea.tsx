import type { ComponentPropsWithRef } from "react";
import { inputLook } from "./input";

export type TextareaProps = ComponentPropsWithRef<"textarea"> & { mono?: boolean };

export function Textarea({ mono, rows = 3, className, ...rest }: TextareaProps) {
  return <textarea {...rest} rows={rows} className={inputLook({ mono, className })} />;
}
