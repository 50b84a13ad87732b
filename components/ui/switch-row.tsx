import { type ReactNode, useId } from "react";
import { classNames } from "./class-names";
import { Switch, type SwitchProps } from "./switch";

export type SwitchRowProps = Omit<SwitchProps, "label" | "id" | "className"> & {
  label: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  className?: string;
};

/** A setting that is on or off: the switch, what it does in words, and what belongs to it. */
export function SwitchRow({ label, hint, actions, className, ...rest }: SwitchRowProps) {
  const id = useId();
  return (
    <div className={classNames("flex items-start gap-3", className)}>
      <Switch {...rest} id={id} aria-describedby={hint ? `${id}-hint` : undefined} className="mt-px" />
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="text-control font-name">
          {label}
        </label>
        {hint ? (
          <div id={`${id}-hint`} className="text-control text-muted">
            {hint}
          </div>
        ) : null}
      </div>
      {actions}
    </div>
  );
}
