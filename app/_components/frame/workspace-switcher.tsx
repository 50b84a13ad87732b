"use client";

import { switchWorkspaceAction } from "@/app/switch-workspace/actions";
import { useAction } from "@/components/form/use-action";
import { Avatar } from "@/components/ui/avatar";
import { ChevronsUpDown } from "@/components/ui/icons";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { useToast } from "@/components/ui/toast";

export type ShownWorkspace = { id: string; name: string; role: string; administered: boolean };
export type WorkspaceOption = { id: string; name: string };

export function WorkspaceSwitcher({
  workspace,
  others,
}: {
  workspace: ShownWorkspace;
  others: WorkspaceOption[];
}) {
  const toast = useToast();
  const { run, pending } = useAction(switchWorkspaceAction, {
    onDone: ({ name }) => toast({ title: `“${name}” is now your active workspace.` }),
    onRefused: ({ message }) => toast({ title: message, tone: "danger" }),
  });
  const face = (
    <>
      <Avatar id={workspace.id} name={workspace.name} shape="square" />
      <span className="min-w-0 flex-1 text-start">
        <span className="block truncate font-semibold">{workspace.name}</span>
        <span className="block truncate text-small text-muted">{workspace.role}</span>
      </span>
    </>
  );
  const look = "flex w-full items-center gap-2.5 rounded-block border border-border px-2 py-1.5";
  if (others.length === 0) return <div className={look}>{face}</div>;

  const options = [workspace, ...others].map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Menu
      align="start"
      className="w-55"
      trigger={
        <button
          type="button"
          className={`${look} hover:border-border-strong`}
          aria-busy={pending || undefined}
        >
          {face}
          <span className="sr-only">Switch workspace</span>
          <ChevronsUpDown aria-hidden className="text-muted" />
        </button>
      }
    >
      <MenuChoice
        label="Switch workspace"
        value={workspace.id}
        options={options}
        onValueChange={(workspaceId) => run(workspace.id, { workspaceId })}
      />
    </Menu>
  );
}
