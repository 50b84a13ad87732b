"use client";

import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { checkParsed } from "@/lib/core/vault/checks/check-parsed";
import { parseHocon } from "@/lib/core/vault/hocon/parse-hocon";
import type { Diagnostic, VaultFormat } from "@/lib/core/vault/model/types";

const largeLength = 16 * 1024;
const restMs = 500;

type Check = (text: string) => Diagnostic[];

const checkHocon: Check = (text) => checkParsed(parseHocon(text), "personal").diagnostics;

/** What is to say about the text while it is typed. The readers of JSON and YAML are loaded when one is chosen. */
export function useVaultCheck(text: string, format: VaultFormat): Diagnostic[] {
  const [loaded, setLoaded] = useState<{ format: VaultFormat; check: Check }>();
  const settled = useSettled(text);

  useEffect(() => {
    if (format === "hocon" || loaded?.format === format) return;
    let current = true;
    import("@/lib/core/vault/checks/check-vault").then(({ checkVault }) => {
      const check: Check = (given) => checkVault(given, format, "personal").diagnostics;
      if (current) setLoaded({ format, check });
    });
    return () => {
      current = false;
    };
  }, [format, loaded]);

  const check = format === "hocon" ? checkHocon : loaded?.format === format ? loaded.check : undefined;
  const found = useMemo(() => check?.(settled) ?? [], [check, settled]);
  // The places of a fix are those of the text that was checked.
  return useMemo(
    () => (settled === text ? found : found.map(({ fix: _, ...diagnostic }) => diagnostic)),
    [found, settled, text],
  );
}

/** A large text counts once it has stayed the same for a while: checking it at each key would lag. */
function useSettled(text: string): string {
  const isLarge = text.length > largeLength;
  const [rested, setRested] = useState(isLarge ? "" : text);

  useEffect(() => {
    if (!isLarge) return;
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text, isLarge]);

  return useDeferredValue(isLarge ? rested : text);
}
