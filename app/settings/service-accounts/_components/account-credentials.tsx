"use client";

import dynamic from "next/dynamic";
import { useRef } from "react";
import { useFocusKept } from "@/app/_components/list/use-focus-kept";
import { useRowDialogs } from "@/components/form/use-row-dialogs";
import { EmptyState } from "@/components/ui/empty-state";
import { KeyRound } from "@/components/ui/icons";
import { Section } from "@/components/ui/section";
import type { ClientSettings } from "@/lib/core/credentials/snippets";
import type { Page } from "@/lib/core/page";
import type { ListedCredential } from "@/lib/operations/credentials/credentials";
import { CreateCredentialsButton } from "../../_components/create-credentials-button";
import { CredentialTable } from "../../_components/credential-table";
import { createServiceAccountCredentialsAction } from "../actions";

const dialogs = { create: () => import("../../_components/new-credential-dialog") };
const NewCredentialDialog = dynamic(() => dialogs.create().then((file) => file.NewCredentialDialog));

export function AccountCredentials({
  workspace,
  userId,
  account,
  urls,
  page,
  now,
}: {
  workspace: { id: string; name: string };
  userId: string;
  account: { id: string; name: string };
  urls: Pick<ClientSettings, "webServer" | "apiServer" | "filesServer">;
  page: Page<ListedCredential>;
  now: number;
}) {
  const { asked, onOpenChange, buttonProps } = useRowDialogs<"create", null>(dialogs);
  const createButton = useRef<HTMLButtonElement>(null);
  useFocusKept(page.total, createButton);
  return (
    <Section
      id="credentials"
      title="API credentials"
      description="Clients use these credentials to sign in. A secret key is shown once, when you create it."
      actions={<CreateCredentialsButton ref={createButton} {...buttonProps("create", null)} />}
    >
      {page.total === 0 ? (
        <EmptyState level={3} icon={<KeyRound />} title="No API credentials">
          Its clients can’t sign in until you create credentials.
        </EmptyState>
      ) : (
        <CredentialTable
          workspaceId={workspace.id}
          userId={userId}
          showOwner={false}
          page={page}
          path={`/settings/service-accounts/${account.id}`}
          query={{ search: "", page: page.number }}
          now={now}
        />
      )}
      {asked ? (
        <NewCredentialDialog
          key={asked.key}
          workspaceName={workspace.name}
          description={`They act as the service account “${account.name}” in ${workspace.name}.`}
          urls={urls}
          limit={null}
          account={account.name}
          create={(wanted) =>
            createServiceAccountCredentialsAction(workspace.id, { ...wanted, accountId: account.id })
          }
          open={asked.open}
          onOpenChange={onOpenChange}
          returnTo={createButton}
        />
      ) : null}
    </Section>
  );
}
