import type { ComponentPropsWithRef, MouseEvent, ReactNode } from "react";
import { classNames } from "./class-names";
import { BareLink, type LinkProps } from "./link";
import { Spinner } from "./spinner";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "medium" | "small";

type Look = { variant?: ButtonVariant; size?: ButtonSize };

function look({ variant = "secondary", size = "medium" }: Look, ...more: (string | undefined)[]): string {
  return classNames("button", `button-${variant}`, size === "small" && "button-small", ...more);
}

function swallow(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}

export type ButtonProps = ComponentPropsWithRef<"button"> &
  Look & {
    icon?: ReactNode;
    pending?: boolean;
  };

/** While pending it keeps its focus and width, ignores clicks, and shows a spinner after 200 ms. */
export function Button({
  variant,
  size,
  icon,
  pending,
  type = "button",
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={look({ variant, size }, className)}
      aria-busy={pending || undefined}
      aria-disabled={pending || rest["aria-disabled"]}
      onClick={pending ? swallow : onClick}
    >
      <span className="button-face">
        {icon}
        {children}
      </span>
      {pending ? <Spinner /> : null}
    </button>
  );
}

export type IconButtonProps = Omit<ButtonProps, "children" | "icon"> & {
  label: string;
  icon: ReactNode;
};

export function IconButton({
  label,
  variant = "ghost",
  size = "small",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Button
      title={label}
      {...rest}
      variant={variant}
      size={size}
      aria-label={label}
      className={classNames("button-icon", className)}
    />
  );
}

export type ButtonLinkProps = LinkProps & Look & { icon?: ReactNode };

export function ButtonLink({ variant, size, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <BareLink {...rest} className={look({ variant, size }, className)}>
      <span className="button-face">
        {icon}
        {children}
      </span>
    </BareLink>
  );
}

export type IconButtonLinkProps = Omit<ButtonLinkProps, "children" | "icon"> & {
  label: string;
  icon: ReactNode;
};

export function IconButtonLink({
  label,
  variant = "ghost",
  size = "small",
  className,
  ...rest
}: IconButtonLinkProps) {
  return (
    <ButtonLink
      title={label}
      {...rest}
      variant={variant}
      size={size}
      aria-label={label}
      className={classNames("button-icon", className)}
    />
  );
}
