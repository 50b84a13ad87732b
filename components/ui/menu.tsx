"use client";

import * as RadixMenu from "@radix-ui/react-dropdown-menu";
import { cva, cx, type VariantProps } from "class-variance-authority";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Check } from "./icons";
import { BareLink } from "./link";
import { onEscape } from "./on-escape";

export type MenuProps = {
  /** One button; an IconButton needs its label. */
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
};

/** Drawn inside the landmark of its button, where screen readers that move by landmarks find it. */
const landmarks = '[role="dialog"], [role="alertdialog"], main, header, nav, aside, footer';

export function Menu({
  trigger,
  children,
  align = "end",
  side = "bottom",
  className,
  onOpenChange,
  open,
}: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [container, setContainer] = useState<HTMLElement | null>(null);
  // Held here, since a menu that opens before its container is known mounts twice and can lose the focus.
  const [ownOpen, setOwnOpen] = useState(false);

  function change(next: boolean) {
    setOwnOpen(next);
    if (next) setContainer(button.current?.closest<HTMLElement>(landmarks) ?? null);
    onOpenChange?.(next);
  }

  return (
    <RadixMenu.Root modal={false} open={open ?? ownOpen} onOpenChange={change}>
      <RadixMenu.Trigger asChild ref={button}>
        {trigger}
      </RadixMenu.Trigger>
      <RadixMenu.Portal container={container}>
        <RadixMenu.Content
          className={cx("menu", className)}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={14}
          onKeyDown={onEscape(() => change(false))}
        >
          {children}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

export type RowMenuTarget<Row> = {
  row: Row;
  /** The button of the row. */
  anchor: HTMLButtonElement;
  open: boolean;
};

/** For a table whose rows have one menu together: what the button of each row gets, and which row's menu is asked for. */
export function useRowMenu<Row extends { id: string }>() {
  const [target, setTarget] = useState<RowMenuTarget<Row> | null>(null);
  const isOpen = (row: Row) => target?.open === true && target.row.id === row.id;
  return {
    target,
    close: () => setTarget((last) => last && { ...last, open: false }),
    buttonProps: (row: Row) => ({
      "aria-haspopup": "menu" as const,
      "aria-expanded": isOpen(row),
      onClick: ({ currentTarget }: MouseEvent<HTMLButtonElement>) =>
        setTarget({ row, anchor: currentTarget, open: !isOpen(row) }),
    }),
  };
}

/** The one menu of all rows of a table, at the button of the row that it was asked for. */
export function RowMenu({
  target,
  onClose,
  children,
}: {
  target: Pick<RowMenuTarget<unknown>, "anchor" | "open"> | null;
  onClose: () => void;
  children: ReactNode;
}) {
  const anchor = target?.anchor;
  const holdsAnchor = (event: Event) => event.target instanceof Node && anchor?.contains(event.target);
  return (
    <RadixMenu.Root
      modal={false}
      open={target?.open ?? false}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      {anchor
        ? createPortal(
            <RadixMenu.Trigger asChild>
              <span aria-hidden tabIndex={-1} className="menu-anchor" />
            </RadixMenu.Trigger>,
            anchor,
          )
        : null}
      <RadixMenu.Portal container={anchor?.closest<HTMLElement>(landmarks) ?? null}>
        <RadixMenu.Content
          className="menu"
          align="end"
          side="bottom"
          sideOffset={4}
          collisionPadding={14}
          onKeyDown={onEscape(onClose)}
          // The button itself closes it again.
          onInteractOutside={(event) => {
            if (holdsAnchor(event.detail.originalEvent)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor?.focus();
          }}
        >
          {children}
        </RadixMenu.Content>
      </RadixMenu.Portal>
    </RadixMenu.Root>
  );
}

const itemLook = cva("menu-item", {
  variants: { tone: { neutral: null, danger: "menu-item-danger" } },
});

export type MenuItemProps = {
  children: ReactNode;
  icon?: ReactNode;
  tone?: VariantProps<typeof itemLook>["tone"];
  disabled?: boolean;
  onSelect?: () => void;
  /** When a pointer or the keyboard comes to it. */
  onFocus?: () => void;
  /** Leaves the menu open, for what shows its effect in place. */
  staysOpen?: boolean;
};

export function MenuItem({ children, icon, tone, disabled, onSelect, onFocus, staysOpen }: MenuItemProps) {
  return (
    <RadixMenu.Item
      className={itemLook({ tone })}
      disabled={disabled}
      onFocus={onFocus}
      onSelect={(event) => {
        if (staysOpen) event.preventDefault();
        onSelect?.();
      }}
    >
      {icon}
      {children}
    </RadixMenu.Item>
  );
}

export type MenuLinkProps = {
  href: string;
  children: ReactNode;
  icon?: ReactNode;
  download?: boolean;
  prefetch?: boolean;
};

export function MenuLink({ children, icon, ...rest }: MenuLinkProps) {
  return (
    <RadixMenu.Item className="menu-item" asChild>
      <BareLink {...rest}>
        {icon}
        {children}
      </BareLink>
    </RadixMenu.Item>
  );
}

export type MenuChoiceProps = {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: ReactNode }[];
  /** Leaves the menu open, for what shows its effect in place. */
  staysOpen?: boolean;
};

/** One of several, with a check mark at the chosen one. */
export function MenuChoice({ label, value, onValueChange, options, staysOpen }: MenuChoiceProps) {
  return (
    <RadixMenu.Group>
      <RadixMenu.Label className="menu-label">{label}</RadixMenu.Label>
      <RadixMenu.RadioGroup value={value} onValueChange={onValueChange}>
        {options.map((option) => (
          <RadixMenu.RadioItem
            key={option.value}
            value={option.value}
            className="menu-item"
            onSelect={(event) => {
              if (staysOpen) event.preventDefault();
            }}
          >
            <span className="flex-1">{option.label}</span>
            <RadixMenu.ItemIndicator>
              <Check aria-hidden />
            </RadixMenu.ItemIndicator>
          </RadixMenu.RadioItem>
        ))}
      </RadixMenu.RadioGroup>
    </RadixMenu.Group>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <RadixMenu.Label className="menu-label">{children}</RadixMenu.Label>;
}

export function MenuSeparator() {
  return <RadixMenu.Separator className="menu-rule" />;
}
