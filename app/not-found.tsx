import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { EntryCard } from "./_components/entry-card";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <EntryCard
      title="Page not found"
      description="The page was removed, or it belongs to a workspace that you are not a member of."
    >
      <ButtonLink href="/settings/workspace">Go to your workspace</ButtonLink>
    </EntryCard>
  );
}
