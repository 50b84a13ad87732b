import type { CodeToken, CodeTokenKind } from "@/components/ui/code-lines";
import { type HighlightKind, highlightHocon } from "@/lib/core/vault/hocon/highlight";

const kinds: Record<HighlightKind, CodeTokenKind | undefined> = {
  key: "key",
  string: "string",
  number: "number",
  comment: "comment",
  substitution: "substitution",
  punctuation: undefined,
};

export function hoconTokens(text: string): CodeToken[] {
  return highlightHocon(text).flatMap(({ start, end, kind: found }) => {
    const kind = kinds[found];
    return kind ? [{ start, end, kind }] : [];
  });
}
