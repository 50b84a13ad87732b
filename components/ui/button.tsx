import { Slot, Slottable } from "@radix-ui/react-slot";
import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentPropsWithRef, MouseEvent, ReactNode } from "react";
import { BareLink, type LinkProps } from "./link";
import { Spinner } from "./spinner";

export const buttonLook = cva("button", {
  variants: {
    variant: {
      primary: "button-primary",
      secondary: "button-secondary",
      ghost: "button-ghost",
      danger: "button-danger",
    },
    size: { medium: null, small: "button-small" },
    shape: { text: null, icon: "button-icon" },
  },
  defaultVariants: { variant: "secondary", size: "medium", shape: "text" },
});

type Look = VariantProps<typeof buttonLook>;
export type ButtonVariant = NonNullable<Look["variant"]>;
export type ButtonSize = NonNullable<Look["size"]>;

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
  const classes = buttonLook({ variant, size, shape, className });
  const face = (label: ReactNode) => (
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
