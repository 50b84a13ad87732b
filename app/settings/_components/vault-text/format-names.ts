import type { VaultFormat } from "@/lib/core/vault/model/types";

export const formatNames: Record<VaultFormat, string> = { hocon: "HOCON", json: "JSON", yaml: "YAML" };
