import type { Metadata } from "next";
import { effectiveQuery } from "@/lib/core/vault/effective-inputs";
import { EffectiveOfMember } from "../../../_components/effective/effective-of-member";
import { settingsPage } from "../../../_components/settings-page";

export const metadata: Metadata = { title: "Effective configuration" };

export default settingsPage("vaults.manage", effectiveQuery, ({ actor, query, params }) => (
  <EffectiveOfMember actor={actor} query={query} userId={params.accountId} kind="service_account" />
));
