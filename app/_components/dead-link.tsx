import { ButtonLink } from "@/components/ui/button";
import { EntryCard } from "./entry-card";

/** For a page whose link can’t be used: why, and where to go from there. */
export function DeadLink({
  title = "This link doesn’t work",
  description,
}: {
  title?: string;
  description: string;
}) {
  return (
    <EntryCard title={title} description={description}>
      <ButtonLink href="/sign-in">Go to sign-in</ButtonLink>
    </EntryCard>
  );
}
