import type { ReactNode } from "react";
import { apiVersion, serverVersion } from "@/lib/core/clearml-versions";
import { productVersion } from "@/lib/server/version";

/** What is on every page below the top bar: a sidebar where there is room for one, the page, and the versions. */
export function PageBody({ sidebar, children }: { sidebar?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex">
      {sidebar}
      <div className="flex min-h-[calc(100dvh-var(--spacing-top-bar))] min-w-0 flex-1 flex-col">
        <main
          id="main"
          className={`w-full max-w-[calc(var(--container-content)+--spacing(16))] flex-1 px-3.5 py-6 md:px-8 md:py-7 ${sidebar ? "" : "mx-auto"}`}
        >
          {children}
        </main>
        <footer className="flex flex-wrap gap-x-4 gap-y-1 px-3.5 py-4 text-small text-muted md:px-8">
          <span>Steward {productVersion}</span>
          <span>Server {serverVersion}</span>
          <span>API {apiVersion}</span>
        </footer>
      </div>
    </div>
  );
}
