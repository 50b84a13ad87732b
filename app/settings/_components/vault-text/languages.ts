import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import type { Extension } from "@codemirror/state";
import type { VaultFormat } from "@/lib/core/vault/model/types";
import { hoconLanguage } from "./hocon-language";
import { completeKnownKeys, hoverKnownKeys } from "./known-key-completion";

const languages: Record<VaultFormat, Extension> = {
  hocon: [hoconLanguage, hoverKnownKeys("hocon")],
  json: [json(), hoverKnownKeys("json")],
  yaml: [yaml(), hoverKnownKeys("yaml")],
};

const completions = {
  hocon: completeKnownKeys("hocon"),
  json: completeKnownKeys("json"),
  yaml: completeKnownKeys("yaml"),
};

export function languageOf(format: VaultFormat): Extension {
  return languages[format];
}

export function completionOf(format: VaultFormat) {
  return completions[format];
}
