import { checkVault } from "@/lib/core/vault/checks/check-vault";
import { convert } from "@/lib/core/vault/write/convert";
import { formatText } from "@/lib/core/vault/write/format-text";
import type { TextOrder, TextResult } from "./text-order";

export function runOrder(order: TextOrder): TextResult {
  const { text, format } = order;
  if (order.kind === "check") return { diagnostics: checkVault(text, format, order.target).diagnostics };
  return order.kind === "format" ? formatText(text, format) : convert(text, format, order.to);
}
