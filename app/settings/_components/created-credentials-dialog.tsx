"use client";

import type { RefObject } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import type { CodeToken } from "@/components/ui/code-lines";
import { CodeView } from "@/components/ui/code-view";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { PropertyList } from "@/components/ui/property-list";
import { SecretValue } from "@/components/ui/secret-value";
import { Tabs } from "@/components/ui/tabs";
import {
  agentInitLines,
  type ClientSettings,
  clearmlConf,
  curlCommands,
  jupyterLines,
  shellExports,
} from "@/lib/core/credentials/snippets";
import type { CreatedCredentials } from "@/lib/operations/credentials/credentials";
import { hoconTokens } from "./hocon-tokens";

const filesMeaning = "is where the client uploads artifacts, datasets and debug samples.";
const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });

/** The only sight of the secret: it closes by its own button alone. */
export function CreatedCredentialsDialog({
  workspaceName,
  account,
  urls,
  created,
  onClose,
  returnTo,
}: {
  workspaceName: string;
  /** The service account whose they are. */
  account?: string | undefined;
  urls: Pick<ClientSettings, "webServer" | "apiServer" | "filesServer">;
  created: CreatedCredentials | null;
  onClose: () => void;
  returnTo?: RefObject<HTMLElement | null>;
}) {
  if (!created) return null;
  const settings = { ...urls, accessKey: created.accessKey, secretKey: created.plaintextSecret };
  const conf = clearmlConf(settings);
  const place = account ? `the service account “${account}” in ${workspaceName}` : workspaceName;
  const named = created.label ? `“${created.label}” ${account ? "of" : "in"} ${place}.` : `For ${place}.`;
  const expiry = created.expiresAt
    ? `They expire on ${day.format(created.expiresAt)} and can be revoked at any time.`
    : "They never expire and can be revoked at any time.";

  return (
    <Dialog
      open
      returnTo={returnTo}
      size="wide"
      dismissable={false}
      title="Credentials created"
      description={`${named} ${expiry}`}
      footer={
        <>
          <ButtonLink
            download="clearml.conf"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(conf)}`}
          >
            Download clearml.conf
          </ButtonLink>
          <Button variant="primary" onClick={onClose}>
            I have stored the secret key
          </Button>
        </>
      }
    >
      <PropertyList
        items={[
          {
            label: "Access key",
            value: <code>{created.accessKey}</code>,
            actions: <CopyButton iconOnly value={created.accessKey} label="Copy access key" />,
          },
          {
            label: "Secret key",
            value: <SecretValue value={created.plaintextSecret} label="secret key" mask="ends" />,
          },
        ]}
      />
      <Notice tone="warn" className="mt-3">
        The secret key is shown only once. Steward stores a hash of it and can’t show it again.
      </Notice>
      <Tabs
        label="Ways to use the credentials"
        className="mt-4"
        tabs={[
          {
            value: "local",
            label: "Local Python",
            content: (
              <Snippet
                code={conf}
                tokens={hoconTokens(conf)}
                hint={`Run clearml-init and paste this when it asks for the configuration. The files_server ${filesMeaning}`}
              />
            ),
          },
          {
            value: "agent",
            label: "Agent",
            content: (
              <Snippet
                code={agentInitLines(settings)}
                hint={`Run clearml-agent init, paste all of this when it asks for the configuration, and press Enter at the remaining questions. The last line is the files_server, which ${filesMeaning}`}
              />
            ),
          },
          {
            value: "jupyter",
            label: "Jupyter notebook",
            content: (
              <Snippet
                code={jupyterLines(settings)}
                hint={`Run this in the first cell, before importing clearml. CLEARML_FILES_HOST ${filesMeaning}`}
              />
            ),
          },
          {
            value: "environment",
            label: "Environment",
            content: (
              <Snippet
                code={shellExports(settings)}
                hint={`For containers, CI jobs and shells. CLEARML_FILES_HOST ${filesMeaning}`}
              />
            ),
          },
          {
            value: "curl",
            label: "curl",
            content: <Snippet code={curlCommands(settings)} hint="Run this to test the credentials." />,
          },
        ]}
      />
    </Dialog>
  );
}

function Snippet({ code, hint, tokens }: { code: string; hint: string; tokens?: CodeToken[] }) {
  return (
    <>
      <CodeView
        code={code}
        label="What to copy"
        tokens={tokens}
        lineNumbers={false}
        action={<CopyButton value={code} label="Copy" size="small" />}
      />
      <p className="mt-1.5 text-small text-muted">{hint}</p>
    </>
  );
}
