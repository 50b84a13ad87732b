"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { IconButton } from "./button";
import { CircleAlert, CircleCheck, Info, X } from "./icons";

export type ToastTone = "ok" | "info" | "danger";

export type ToastContent = {
  title: ReactNode;
  detail?: ReactNode;
  tone?: ToastTone;
  /** A Link or a small button. */
  action?: ReactNode;
};

type Shown = ToastContent & { key: number };

const icons: Record<ToastTone, ReactNode> = {
  ok: <CircleCheck aria-hidden className="mt-0.5 text-ok" />,
  info: <Info aria-hidden className="mt-0.5 text-accent-text" />,
  danger: <CircleAlert aria-hidden className="mt-0.5 text-danger" />,
};

const stayMs = 7000;

const ToastContext = createContext<(toast: ToastContent) => void>(() => {});

/** For what happened elsewhere; what changed in view shows itself there. */
export function useToast(): (toast: ToastContent) => void {
  return useContext(ToastContext);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const [held, setHeld] = useState(false);
  const lastKey = useRef(0);
  const [show] = useState(() => (toast: ToastContent) => {
    lastKey.current += 1;
    const key = lastKey.current;
    setShown((before) => [...before.slice(-2), { ...toast, key }]);
  });

  const oldest = shown[0]?.key;
  useEffect(() => {
    if (oldest === undefined || held) return;
    const timer = setTimeout(
      () => setShown((before) => before.filter((each) => each.key !== oldest)),
      stayMs,
    );
    return () => clearTimeout(timer);
  }, [oldest, held]);

  return (
    <ToastContext value={show}>
      {children}
      <section
        aria-label="Messages"
        className="toasts"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        <div role="status" aria-atomic="false" className="contents">
          {shown.map(({ key, title, detail, tone = "ok", action }) => (
            <div key={key} className="toast">
              {icons[tone]}
              <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                <div className="font-name">{title}</div>
                {detail ? <div className="text-muted">{detail}</div> : null}
                {action ? <div className="mt-1">{action}</div> : null}
              </div>
              <IconButton
                label="Close message"
                className="-mt-1 -mr-0.5"
                icon={<X aria-hidden />}
                onClick={() => setShown((before) => before.filter((each) => each.key !== key))}
              />
            </div>
          ))}
        </div>
      </section>
    </ToastContext>
  );
}
