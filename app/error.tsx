"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main id="main" className="mx-auto flex min-h-[60dvh] max-w-form flex-col justify-center gap-4 px-3.5">
      <h1 className="text-title">Something went wrong</h1>
      <p className="text-muted">The page could not be shown. Your saved changes are not affected.</p>
      {error.digest ? (
        <Notice tone="danger">
          Give the operator this reference: <span className="font-mono text-code">{error.digest}</span>
        </Notice>
      ) : null}
      <div>
        <Button onClick={reset}>Try again</Button>
      </div>
    </main>
  );
}
