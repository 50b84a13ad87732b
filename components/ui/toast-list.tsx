"use client";

import * as RadixToast from "@radix-ui/react-toast";
import type { ReactNode } from "react";
import { IconButton } from "./button";
import { CircleAlert, CircleCheck, Info, X } from "./icons";
import type { ShownToast, ToastTone } from "./toast-content";

const icons: Record<ToastTone, ReactNode> = {
  ok: <CircleCheck aria-hidden className="mt-0.5 text-ok" />,
  info: <Info aria-hidden className="mt-0.5 text-accent-text" />,
  danger: <CircleAlert aria-hidden className="mt-0.5 text-danger" />,
};

const stayMs = 7000;

export function ToastList({
  toasts,
  close,
}: {
  toasts: readonly ShownToast[];
  close: (key: number) => void;
}) {
  return (
    <RadixToast.Provider label="Message" duration={stayMs}>
      {toasts.map(({ key, title, detail, tone = "ok", action }) => (
        <RadixToast.Root
          key={key}
          className="toast"
          type={tone === "danger" ? "foreground" : "background"}
          onOpenChange={(open) => {
            if (!open) close(key);
          }}
        >
          {icons[tone]}
          <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            <RadixToast.Title className="font-name">{title}</RadixToast.Title>
            {detail ? <RadixToast.Description className="text-muted">{detail}</RadixToast.Description> : null}
            {action ? <div className="mt-1">{action}</div> : null}
          </div>
          <RadixToast.Close asChild>
            <IconButton label="Close message" className="-mt-1 -mr-0.5" icon={<X aria-hidden />} />
          </RadixToast.Close>
        </RadixToast.Root>
      ))}
      <RadixToast.Viewport className="toasts" label="Messages ({hotkey})" />
    </RadixToast.Provider>
  );
}
