import { notFound } from "next/navigation";
import { Notice } from "@/components/ui/notice";
import type { EffectiveQuery } from "@/lib/core/vault/effective-inputs";
import type { ActorWith } from "@/lib/core/workspace/actor";
import { memberChoice } from "@/lib/core/workspace/inputs";
import { findEffectiveConfiguration } from "@/lib/operations/vaults/effective";
import { BackLink } from "../back-link";
import { EffectivePage } from "./effective-page";

const places = {
  person: { list: "/settings/users", back: "Users" },
  service_account: { list: "/settings/service-accounts", back: "Service account" },
};

/** For an admin: what the clients of a member or a service account get. */
export async function EffectiveOfMember({
  actor,
  query,
  userId,
  kind,
}: {
  actor: ActorWith<"vaults.manage">;
  query: EffectiveQuery;
  userId: string | undefined;
  kind: keyof typeof places;
}) {
  const choice = memberChoice.safeParse({ userId });
  if (!choice.success) notFound();
  const outcome = await findEffectiveConfiguration(actor, choice.data, query);
  if (!outcome.ok && outcome.refusal.code === "not_found") notFound();
  if (outcome.ok && outcome.value.owner.kind !== kind) notFound();
  const name = outcome.ok ? outcome.value.owner.name : "This member";
  const { list, back } = places[kind];
  const path = `${list}/${choice.data.userId}/configuration`;
  return (
    <>
      <BackLink href={kind === "person" ? list : `${list}/${choice.data.userId}`}>{back}</BackLink>
      <EffectivePage
        outcome={outcome}
        path={path}
        query={query}
        description={`What clients that run with the credentials of ${name} get from the vaults, key by key. Secrets are hidden.`}
        nothingYet={`No vault that is turned on applies to ${name}.`}
      >
        {outcome.ok && outcome.value.isPrivate ? (
          <Notice>
            The values in the personal vault of {name} are private. You see only which keys it sets.
          </Notice>
        ) : null}
      </EffectivePage>
    </>
  );
}
