"use client";

import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { checkParsed } from "@/lib/core/vault/checks/check-parsed";
import { parseHocon } from "@/lib/core/vault/hocon/parse-hocon";
import type { Diagnostic, VaultFormat, VaultTarget } from "@/lib/core/vault/model/types";
import { TextWorker } from "./text-worker";

/** What is to say about a text. Until the newest one is checked, `text` is the one before. */
export type VaultCheck = { text: string; diagnostics: readonly Diagnostic[] };

/** A text of this size is checked in some five milliseconds. */
const largeLength = 16 * 1024;
const restMs = 250;

type Check = (text: string) => Diagnostic[];

/** Checks a text while it is typed: a small one immediately, a large one in a worker when the typing pauses. */
export function useVaultCheck(text: string, format: VaultFormat, target: VaultTarget): VaultCheck {
  const isLarge = text.length > largeLength;
  const small = useSmallCheck(isLarge ? "" : text, format, target);
  const large = useLargeCheck(isLarge ? text : "", format, target);
  return isLarge ? large : small;
}

/** The readers of JSON and YAML are loaded when one of these formats is chosen. */
function useSmallCheck(text: string, format: VaultFormat, target: VaultTarget): VaultCheck {
  const [loaded, setLoaded] = useState<{ format: VaultFormat; check: Check }>();
  const settled = useDeferredValue(text);

  useEffect(() => {
    if (format === "hocon" || loaded?.format === format) return;
    let current = true;
    import("@/lib/core/vault/checks/check-vault").then(({ checkVault }) => {
      if (current) setLoaded({ format, check: (given) => checkVault(given, format, target).diagnostics });
    });
    return () => {
      current = false;
    };
  }, [format, loaded, target]);

  const check = useMemo<Check | undefined>(() => {
    if (format === "hocon") return (given) => checkParsed(parseHocon(given), target).diagnostics;
    return loaded?.format === format ? loaded.check : undefined;
  }, [format, loaded, target]);
  return useMemo(() => ({ text: settled, diagnostics: check?.(settled) ?? [] }), [check, settled]);
}

function useLargeCheck(text: string, format: VaultFormat, target: VaultTarget): VaultCheck {
  const checker = useRef<TextWorker | null>(null);
  const [found, setFound] = useState<VaultCheck>({ text: "", diagnostics: [] });

  useEffect(() => () => checker.current?.stop(), []);

  useEffect(() => {
    if (text === "") return;
    let current = true;
    const timer = setTimeout(async () => {
      checker.current ??= new TextWorker();
      const { diagnostics } = await checker.current.run({ kind: "check", text, format, target });
      if (current) setFound({ text, diagnostics });
    }, restMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, format, target]);

  return found;
}
