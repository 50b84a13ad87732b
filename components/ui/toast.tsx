"use client";

import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import type { ShownToast, ToastContent } from "./toast-content";

const mostShown = 3;
const none = { shown: [], count: 0 };

// Few pages ever show one, so what draws them is loaded with the first.
const Toasts = lazy(() =>
  import("./toast-list").then(
    (module) => ({ default: module.ToastList }),
    () => ({ default: PlainToasts }),
  ),
);

const ToastContext = createContext<(toast: ToastContent) => void>(() => {});

/** For what happened elsewhere; what changed in view shows itself there. */
export function useToast(): (toast: ToastContent) => void {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [{ shown, count }, setToasts] = useState<{ shown: readonly ShownToast[]; count: number }>(none);
  const [show] = useState(() => (toast: ToastContent) => {
    setToasts((before) => {
      const key = before.count + 1;
      return { shown: [...before.shown.slice(1 - mostShown), { ...toast, key }], count: key };
    });
  });
  const close = (key: number) =>
    setToasts((before) => ({ ...before, shown: before.shown.filter((each) => each.key !== key) }));

  return (
    <ToastContext value={show}>
      {children}
      {count > 0 ? (
        <Suspense>
          <Toasts toasts={shown} close={close} />
        </Suspense>
      ) : null}
    </ToastContext>
  );
}

/** Where what draws them couldn’t be loaded: the page stays whole, and they are said all the same. */
function PlainToasts({ toasts }: { toasts: readonly ShownToast[] }) {
  return (
    <div role="status" className="toasts">
      {toasts.map(({ key, title, detail }) => (
        <div key={key} className="toast">
          <span>
            {title} {detail}
          </span>
        </div>
      ))}
    </div>
  );
}
