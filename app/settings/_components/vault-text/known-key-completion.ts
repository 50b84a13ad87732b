import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { findKnownKey, listKnownNames } from "@/lib/core/vault/checks/known-keys";
import { pathText } from "@/lib/core/vault/hocon/path-expression";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { keyAt, typedKeyAt } from "./key-path";

/** Completes the names that clients know, each with its type and what it is for. */
export function completeKnownKeys(format: VaultFormat) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const typed = typedKeyAt(state, pos, format);
    if (!typed || (!explicit && typed.from === pos && typed.parent.length === 0)) return null;
    const options = listKnownNames(typed.parent).map((name): Completion => {
      const known = findKnownKey([...typed.parent, name]);
      return { label: name, ...(known ? { detail: known.type, info: known.about } : {}) };
    });
    return options.length > 0 ? { from: typed.from, options, validFor: /^[\w-]*$/ } : null;
  };
}

/** What a known key is for, over the key itself. */
export function hoverKnownKeys(format: VaultFormat): Extension {
  return hoverTooltip(({ state }, at) => {
    const key = keyAt(state, at, format);
    const known = key && findKnownKey(key.path);
    if (!known) return null;
    return {
      pos: key.from,
      end: key.to,
      above: true,
      create: () => {
        const dom = document.createElement("div");
        dom.className = "cm-about";
        const name = dom.appendChild(document.createElement("code"));
        name.textContent = pathText(key.path);
        dom.append(` · ${known.type}`);
        const about = dom.appendChild(document.createElement("p"));
        about.textContent = known.about;
        return { dom };
      },
    };
  });
}
