import { Slot, Slottable } from "@radix-ui/react-slot";
import { cx } from "class-variance-authority";
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from "react";
import { BareLink, type LinkProps } from "./link";
import { Spinner } from "./spinner";

const variants = {
  primary: "button-primary",
  secondary: "button-secondary",
  ghost: "button-ghost",
  danger: "button-danger",
};
const sizes = { medium: null, small: "button-small" };
const shapes = { text: null, icon: "button-icon" };

export type ButtonVariant = keyof typeof variants;
export type ButtonSize = keyof typeof sizes;

type Look = { variant?: ButtonVariant; size?: ButtonSize; shape?: keyof typeof shapes };

export function buttonLook(
  { variant = "secondary", size = "medium", shape = "text" }: Look,
  className?: string,
): string {
  return cx("button", variants[variant], sizes[size], shapes[shape], className);
}

function swallow(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}

export type ButtonProps = ComponentPropsWithRef<"button"> &
  Look & {
    icon?: ReactNode;
    pending?: boolean;
    /** Gives the look to its child, such as a link, which is then rendered instead. */
    asChild?: boolean;
  };

/** While pending it keeps its focus and width, ignores clicks, and shows a spinner after 200 ms. */
export function Button({
  variant,
  size,
  shape,
  icon,
  pending,
  asChild,
  type = "button",
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const classes = buttonLook({ variant, size, shape }, className);
  const face = (label: ReactNode) =>
    shape === "icon" ? (
      icon
    ) : (
      <span className="button-face">
        {icon}
        {label}
      </span>
    );
  if (asChild) {
    return (
      <Slot {...rest} className={classes} onClick={onClick}>
        <Slottable child={children}>{face}</Slottable>
      </Slot>
    );
  }
  return (
    <button
      {...rest}
      type={type}
      className={classes}
      aria-busy={pending || undefined}
      aria-disabled={pending || rest["aria-disabled"]}
      onClick={pending ? swallow : onClick}
    >
      {face(children)}
      {pending ? <Spinner /> : null}
    </button>
  );
}

type IconOnly = { label: string; icon: ReactNode };

export type IconButtonProps = Omit<ButtonProps, "children" | "shape" | "asChild"> & IconOnly;

export function IconButton({ label, variant = "ghost", size = "small", ...rest }: IconButtonProps) {
  return <Button title={label} {...rest} variant={variant} size={size} shape="icon" aria-label={label} />;
}

export type ButtonLinkProps = LinkProps & Look & { icon?: ReactNode };

export function ButtonLink({ variant, size, shape, icon, className, children, ...rest }: ButtonLinkProps) {
  return (
    <Button asChild variant={variant} size={size} shape={shape} icon={icon} className={className}>
      <BareLink {...rest}>{children}</BareLink>
    </Button>
  );
}

export type IconButtonLinkProps = Omit<ButtonLinkProps, "children" | "shape"> & IconOnly;

export function IconButtonLink({ label, variant = "ghost", size = "small", ...rest }: IconButtonLinkProps) {
  return <ButtonLink title={label} {...rest} variant={variant} size={size} shape="icon" aria-label={label} />;
}
