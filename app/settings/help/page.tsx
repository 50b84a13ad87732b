import type { Metadata } from "next";
import { noQuery, workspacePage } from "@/app/_components/frame/workspace-page";
import { Card } from "@/components/ui/card";
import { CodeView } from "@/components/ui/code-view";
import { CopyButton } from "@/components/ui/copy-button";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { PageHead } from "@/components/ui/page-head";
import { Section } from "@/components/ui/section";
import { clientUrls } from "@/lib/server/client-urls";

export const metadata: Metadata = { title: "Connect a client" };

export default workspacePage("workspace.view", noQuery, () => {
  const { apiServer } = clientUrls();
  return (
    <>
      <PageHead
        title="Connect a client"
        description="The ClearML SDK and agent work with Steward without changes. You don’t need to install anything else."
      />
      <Card>
        <Section title="1. Create API credentials">
          <p className="text-control text-muted">
            Under <Link href="/settings/workspace#credentials">API credentials</Link>. The dialog shows the
            secret key once, and a configuration to copy for each type of client.
          </p>
        </Section>
        <Section title="2. Give them to the client">
          <p className="mb-3 text-control text-muted">
            On a machine with the SDK or the agent, run clearml-init and paste the section “Local Python”. For
            a container or a CI job, use the variables from “Environment” instead.
          </p>
          <Snippet code={"pip install clearml\nclearml-init\n"} label="Commands for a machine with the SDK" />
        </Section>
        <Section title="3. See what the client receives">
          <p className="mb-3 text-control text-muted">
            Each client merges your configuration vault over its own clearml.conf when it starts. This command
            shows the configuration that it receives:
          </p>
          <Snippet
            code={`curl -u ACCESS_KEY:SECRET_KEY ${apiServer}/vault\n`}
            label="Command that shows the vault"
          />
        </Section>
        <Section id="administrator-vaults" title="Vaults of groups">
          <p className="text-control text-muted">
            An administrator vault is a configuration that an admin gives to user groups. A client receives
            the vaults of all groups that its member is in, in the order that the admins set. A later vault
            overrides an earlier one, and the member’s own vault overrides them all. Keys that describe one
            machine, such as agent.cuda_version or agent.worker_name, can’t stand in an administrator vault. A
            client that runs already keeps the configuration that it started with.
          </p>
        </Section>
        <Section title="Keys">
          <p className="text-control text-muted">
            <Kbd>Ctrl K</Kbd> opens the search. In the vault editor <Kbd>Tab</Kbd> indents; <Kbd>Esc</Kbd> and
            then <Kbd>Tab</Kbd> leaves it.
          </p>
        </Section>
      </Card>
    </>
  );
});

function Snippet({ code, label }: { code: string; label: string }) {
  return (
    <CodeView
      code={code}
      label={label}
      lineNumbers={false}
      action={<CopyButton value={code} label="Copy" size="small" />}
    />
  );
}
