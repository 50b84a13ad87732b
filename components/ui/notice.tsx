import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "./icons";

const look = cva("flex items-start gap-2.5 rounded-block px-3 py-2.5 text-control", {
  variants: {
    tone: {
      info: "bg-accent-wash text-accent-text",
      ok: "bg-ok-wash text-ok",
      warn: "bg-warn-wash text-warn",
      danger: "bg-danger-wash text-danger",
    },
  },
});

export type NoticeTone = NonNullable<VariantProps<typeof look>["tone"]>;

const icons = { info: Info, ok: CircleCheck, warn: TriangleAlert, danger: CircleAlert };

export type NoticeProps = {
  tone?: NoticeTone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** For what appears while the page is open; without it nothing is read out. */
  role?: "alert" | "status";
  className?: string;
};

export function Notice({ tone = "info", title, children, actions, role, className }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div role={role} className={look({ tone, className })}>
      <Icon aria-hidden className="mt-0.5" />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
          {title ? (
            <>
              <strong className="font-semibold">{title}</strong>{" "}
            </>
          ) : null}
          {children}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
