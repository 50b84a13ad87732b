import type { ExplainQuery, WhatCanQuery, WhoCanQuery } from "@/lib/core/access/questions/queries";
import type { RulePermission, RuleType } from "@/lib/core/access/rules/rule-names";
import { listHref } from "../list/list-href";

export const rulesPath = "/settings/access-rules";
export const explainPath = `${rulesPath}/explain`;
export const whoCanPath = `${rulesPath}/who-can`;
export const whatCanPath = `${rulesPath}/what-can`;
/** Asked by the dialogs that change access, for what would come of it. */
export const previewPath = `${rulesPath}/preview`;

const firstPage = { search: "", page: 1 };

export function explainHref(query: Partial<ExplainQuery>): string {
  return listHref(explainPath, { ...firstPage, ...query });
}

export function whoCanHref(query: Partial<WhoCanQuery>): string {
  return listHref(whoCanPath, { ...firstPage, ...query });
}

export function whatCanHref(query: Partial<WhatCanQuery>): string {
  return listHref(whatCanPath, { ...firstPage, ...query });
}

type Granted = { type: RuleType; object: { id: string } | null; access: RulePermission };

/** What a rule grants to one of those whom it names: why on its resource, and what of a whole type. */
export function grantHref({ type, object, access: can }: Granted, subject: string): string {
  return object
    ? explainHref({ subject, can, object: object.id })
    : whatCanHref({ subject, about: type, can });
}

/** The one rule in the table of rules. */
export function ruleHref(id: string): string {
  return listHref(rulesPath, { search: id, page: 1 });
}
