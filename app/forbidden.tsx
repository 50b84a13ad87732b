import { ButtonLink } from "@/components/ui/button";
import { EntryCard } from "./_components/entry-card";

export default function Forbidden() {
  return (
    <EntryCard
      title="This page is for administrators"
      description="Ask an admin of the workspace to do it for you, or to make you one."
    >
      <ButtonLink href="/settings/workspace">Go to your workspace</ButtonLink>
    </EntryCard>
  );
}
