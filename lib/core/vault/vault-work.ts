import { parseConfiguration } from "../access/configuration/parse";
import { firstError } from "./checks/check-parsed";
import { checkVault } from "./checks/check-vault";
import { withoutMachineKeys } from "./checks/machine-keys";
import { readStorageCredentials, type StorageCredential } from "./checks/storage-credentials";
import { changesOf, effectiveRows, revealedValue } from "./effective-work";
import type { Diagnostic, VaultFormat, VaultTarget } from "./model/types";
import { canonicalText } from "./write/canonical";
import { writeDocument } from "./write/vault-document";

export type TextOrder = { text: string; format: VaultFormat; target: VaultTarget };

export type PreparedText = {
  error: Diagnostic | undefined;
  /** Undefined where the text can't be read; one that agents would fail on has an error and a canonical text. */
  canonical: string | undefined;
  /** Of UI storage credentials that could be read. */
  credentialCount: number | undefined;
};

/** What a large vault costs enough time for to be done beside the thread that answers requests. */
const kinds = {
  check: ({ text, format, target }: TextOrder): Diagnostic[] => checkVault(text, format, target).diagnostics,
  prepare: ({ text, format, target }: TextOrder): PreparedText => {
    const { parsed, diagnostics } = checkVault(text, format, target);
    const canonical = parsed.value && canonicalText(withoutMachineKeys(parsed.value));
    const credentialCount =
      parsed.value && target === "ui_storage_credentials"
        ? readStorageCredentials(parsed.value).length
        : undefined;
    return { error: firstError(diagnostics), canonical, credentialCount };
  },
  /** The rows of a text of UI storage credentials; none of one with errors. */
  storage: ({ text, format }: Omit<TextOrder, "target">): StorageCredential[] => {
    const { parsed, diagnostics } = checkVault(text, format, "ui_storage_credentials");
    return parsed.value && !firstError(diagnostics) ? readStorageCredentials(parsed.value) : [];
  },
  document: writeDocument,
  effective: effectiveRows,
  reveal: revealedValue,
  changes: changesOf,
  configuration: ({ text }: { text: string }) => parseConfiguration(text),
};

type Kinds = typeof kinds;
export type WorkOrder = { [K in keyof Kinds]: { kind: K } & Parameters<Kinds[K]>[0] }[keyof Kinds];
export type WorkResult<O extends WorkOrder> = ReturnType<Kinds[O["kind"]]>;

export function doVaultWork<O extends WorkOrder>(order: O): WorkResult<O> {
  const work = kinds[order.kind] as (order: WorkOrder) => unknown;
  return work(order) as WorkResult<O>;
}

const mostInline = 16 * 1024;
/** A few hundred bytes can refer their way to 100,000 values. */
const mostReferences = 3;

/** Whether an order is done sooner than it could be handed to another thread. */
export function isLight(order: WorkOrder): boolean {
  if (order.kind === "document") {
    return order.layers.reduce((sum, { canonical }) => sum + canonical.length, 0) <= mostInline;
  }
  if (order.kind === "configuration") return order.text.length <= mostInline;
  const texts = "layers" in order ? order.layers : [order];
  if (texts.reduce((sum, { text }) => sum + text.length, 0) > mostInline) return false;
  return texts.every(({ text, format }) => {
    const mark = { hocon: "${", json: undefined, yaml: "*" }[format];
    return mark === undefined || text.split(mark, mostReferences + 2).length <= mostReferences + 1;
  });
}
