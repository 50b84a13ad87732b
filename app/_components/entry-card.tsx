import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { productVersion } from "@/lib/server/version";
import { Logo } from "./logo";

/** The frame of every page that is seen before one is signed in. */
export function EntryCard({
  title,
  description,
  children,
}: {
  title: string;
  description?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col items-center px-3.5 pt-[12dvh] pb-8">
      <header className="flex items-center gap-2.5">
        <Logo className="size-6" />
        <span className="text-body font-semibold">Steward</span>
      </header>
      <Card asChild parts="whole" className="mt-6 w-full max-w-form p-6">
        <main id="main">
          <h1 className="text-title">{title}</h1>
          {description ? <p className="mt-1 text-control text-muted">{description}</p> : null}
          {children ? <div className="mt-5">{children}</div> : null}
        </main>
      </Card>
      <footer className="mt-auto pt-8 text-small text-muted">Steward {productVersion}</footer>
    </div>
  );
}
