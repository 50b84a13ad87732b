import type { MemberRow } from "@/lib/operations/workspace/members";

export type MemberDialogProps = {
  workspaceId: string;
  /** As the row was when it was asked for. */
  member: MemberRow;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};
