import type { ReactNode } from "react";

export type ToastTone = "ok" | "info" | "danger";

export type ToastContent = {
  title: ReactNode;
  detail?: ReactNode;
  tone?: ToastTone;
  /** A Link or a small button. */
  action?: ReactNode;
};

export type ShownToast = ToastContent & { key: number };
