import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button";
import { EntryCard } from "./_components/entry-card";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <EntryCard
      title="This page is not there"
      description="It may have been removed, or it belongs to a workspace that you are not in."
    >
      <ButtonLink href="/settings/workspace">Go to your workspace</ButtonLink>
    </EntryCard>
  );
}
