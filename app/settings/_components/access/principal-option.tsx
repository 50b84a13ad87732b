import { Avatar } from "@/components/ui/avatar";
import type { ComboboxOption } from "@/components/ui/combobox";
import { Bot, UsersRound } from "@/components/ui/icons";

type User = { id: string; name: string; email: string | null; kind: "person" | "service_account" };
type Group = { id: string; name: string; builtIn: string | null };

/** A user or a group in a picker. */
export type PrincipalOption = ComboboxOption & { isGroup: boolean };

export function optionOfUser({ id, name, email, kind }: User): PrincipalOption {
  return {
    id,
    isGroup: false,
    label: name,
    detail: email ?? "Service account",
    icon: kind === "person" ? <Avatar id={id} name={name} size="small" /> : <Bot aria-hidden />,
  };
}

export function optionOfGroup({ id, name, builtIn }: Group): PrincipalOption {
  return {
    id,
    isGroup: true,
    label: name,
    detail: builtIn ? "Built-in group" : "Group",
    icon: <UsersRound aria-hidden />,
  };
}
