import type { Metadata } from "next";
import { workspacePage } from "@/app/_components/frame/workspace-page";
import { effectiveQuery } from "@/lib/core/vault/effective-inputs";
import { EffectiveOfMember } from "../../../_components/effective/effective-of-member";

export const metadata: Metadata = { title: "Effective configuration" };

export default workspacePage("vaults.manage", effectiveQuery, ({ actor, query, params }) => (
  <EffectiveOfMember actor={actor} query={query} userId={params.accountId} kind="service_account" />
));
