"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { VaultTextEditorProps } from "./vault-text/loaded-editor";

const LoadedEditor = lazy(() =>
  import("./vault-text/loaded-editor").then((module) => ({ default: module.LoadedEditor })),
);

/** The editor of every vault's text. It is loaded when it is first shown, so a page that may show one stays small. */
export function VaultTextEditor(props: VaultTextEditorProps) {
  return (
    <Suspense fallback={<Skeleton className="h-60 w-full" />}>
      <LoadedEditor {...props} />
    </Suspense>
  );
}
