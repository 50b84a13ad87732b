"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useRef } from "react";
import { keptBySearch, listHref } from "@/app/_components/list/list-href";
import { SearchField } from "@/app/_components/list/search-field";
import { useFocusKept } from "@/app/_components/list/use-focus-kept";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyRound } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { CredentialQuery } from "@/lib/core/credentials/inputs";
import type { ClientSettings } from "@/lib/core/credentials/snippets";
import type { Page } from "@/lib/core/page";
import type { ListedCredential } from "@/lib/operations/credentials/credentials";
import { CreateCredentialsButton } from "../../_components/create-credentials-button";
import { CredentialTable } from "../../_components/credential-table";
import { createCredentialsAction } from "../actions";

const path = "/settings/workspace";
const dialogs = { create: () => import("../../_components/new-credential-dialog") };
const NewCredentialDialog = dynamic(() => dialogs.create().then((file) => file.NewCredentialDialog));

export type CredentialSectionProps = {
  workspace: { id: string; name: string };
  urls: Pick<ClientSettings, "webServer" | "apiServer" | "filesServer">;
  userId: string;
  page: Page<ListedCredential>;
  query: CredentialQuery;
  seesAll: boolean;
  /** The most days for which one may create credentials here. */
  ownLimit: number | null;
  now: number;
  children?: ReactNode;
};

export function CredentialSection({
  workspace,
  urls,
  userId,
  page,
  query,
  seesAll,
  ownLimit,
  now,
  children,
}: CredentialSectionProps) {
  const whose = query.credentials;
  const { asked, onOpenChange, buttonProps } = useRowDialogs<"create", null>(dialogs);
  const createButton = useRef<HTMLButtonElement>(null);
  useFocusKept(page.total, createButton);
  const create = <CreateCredentialsButton ref={createButton} {...buttonProps("create", null)} />;
  const isSearched = query.search !== "";
  const searchable = whose === "everybody" || isSearched || page.count > 1;

  return (
    <Section
      id="credentials"
      level={3}
      title="API credentials"
      description="For the SDK, agents and scripts. A secret key is shown once, when you create it."
      actions={page.total > 0 || whose === "everybody" || isSearched ? create : null}
    >
      {seesAll || searchable ? (
        <div className="mb-3 flex flex-wrap items-center gap-2">
          {seesAll ? (
            <SegmentedLinks
              label="Whose API credentials"
              options={[
                {
                  href: listHref(path, { ...query, credentials: "own", search: "", page: 1 }),
                  label: "Yours",
                  current: whose === "own",
                },
                {
                  href: listHref(path, { ...query, credentials: "everybody", page: 1 }),
                  label: "Everybody’s",
                  current: whose === "everybody",
                },
              ]}
            />
          ) : null}
          {searchable ? (
            <SearchField
              key={whose}
              label={whose === "everybody" ? "Label, key or owner" : "Label or key"}
              value={query.search}
              hidden={keptBySearch(query)}
            />
          ) : null}
        </div>
      ) : null}
      {page.total > 0 ? (
        <CredentialTable
          workspaceId={workspace.id}
          userId={userId}
          showOwner={whose === "everybody"}
          page={page}
          path={path}
          query={query}
          now={now}
        />
      ) : isSearched ? (
        <EmptyState
          level={3}
          icon={<KeyRound />}
          title="No credentials found"
          action={
            <ButtonLink href={listHref(path, { ...query, search: "", page: 1 })}>Clear the search</ButtonLink>
          }
        >
          {whose === "everybody"
            ? "No label, access key, name or e-mail address matches your search."
            : "No label or access key matches your search."}
        </EmptyState>
      ) : (
        <EmptyState
          level={3}
          icon={<KeyRound />}
          title="No API credentials yet"
          action={create}
          link={<Link href="/settings/help">Connect a client</Link>}
        >
          A client signs in with an access key and a secret key, and receives your configuration vault.
        </EmptyState>
      )}
      {children}
      {asked ? (
        <NewCredentialDialog
          key={asked.key}
          workspaceName={workspace.name}
          description={`They act as you in ${workspace.name}, and receive your configuration vault there.`}
          urls={urls}
          limit={ownLimit}
          create={(wanted) => createCredentialsAction(workspace.id, wanted)}
          open={asked.open}
          onOpenChange={onOpenChange}
          returnTo={createButton}
        />
      ) : null}
    </Section>
  );
}
