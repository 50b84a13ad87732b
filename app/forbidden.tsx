import { ButtonLink } from "@/components/ui/button";
import { EntryCard } from "./_components/entry-card";

export default function Forbidden() {
  return (
    <EntryCard
      title="You need admin access for this page"
      description="Ask an admin of the workspace for help, or ask them to make you an admin."
    >
      <ButtonLink href="/settings/workspace">Go to your workspace</ButtonLink>
    </EntryCard>
  );
}
