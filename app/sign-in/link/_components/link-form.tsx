"use client";

import { useRouter } from "next/navigation";
import { SecondFactorForm } from "@/app/_components/second-factor-form";
import { useEntry } from "@/app/_components/use-entry";
import { Form } from "@/components/form/form";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { Button } from "@/components/ui/button";

export function LinkForm({ token, next }: { token: string; next: string }) {
  const router = useRouter();
  const { go, pending, refusal, challenge } = useEntry(next);
  if (challenge) {
    // The link is spent by now: another way begins at the sign-in page.
    const startAgain = () => router.push("/sign-in");
    return <SecondFactorForm challenge={challenge} next={next} onStartAgain={startAgain} />;
  }
  return (
    <Form onSubmit={() => void go("mail-link", { token })} className="flex flex-col gap-4">
      <OutcomeNotice refusal={refusal} />
      <Button type="submit" variant="primary" pending={pending} autoFocus>
        Sign in
      </Button>
    </Form>
  );
}
