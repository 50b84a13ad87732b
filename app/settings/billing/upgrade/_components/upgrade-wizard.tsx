"use client";

import { useState } from "react";
import { OutcomeNotice } from "@/components/form/outcome-notice";
import { useAction } from "@/components/form/use-action";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { PropertyList } from "@/components/ui/property-list";
import { Section } from "@/components/ui/section";
import { formatMoney } from "@/lib/core/billing/money";
import { listCurrency, meters, plans } from "@/lib/core/billing/plans";
import { itemText } from "@/lib/core/billing/price-text";
import { meterLabels } from "@/lib/core/billing/warning-text";
import { startUpgradeAction } from "../../actions";

const steps = ["Plan", "Terms", "Seats"] as const;
const seatCents = plans.pro.items.users.price?.cents ?? 0;

/** Plan, terms, seats; then Stripe's page. Going back keeps what was agreed to. */
export function UpgradeWizard({
  workspaceId,
  people,
  isPro,
}: {
  workspaceId: string;
  people: number;
  isPro: boolean;
}) {
  const [step, setStep] = useState(0);
  const [agreed, setAgreed] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const { run, pending, refusal } = useAction(startUpgradeAction, {
    onDone: ({ url }) => window.location.assign(url),
  });
  if (isPro) {
    return (
      <Notice
        tone="ok"
        title="This workspace is on Pro already."
        actions={<ButtonLink href="/settings/billing">View the bill</ButtonLink>}
      />
    );
  }

  function next() {
    setIsAsked(true);
    if (step === 1 && !agreed) return;
    if (step < steps.length - 1) setStep(step + 1);
    else run(workspaceId, {});
  }

  return (
    <Card>
      <Section
        title={`Step ${step + 1} of ${steps.length}: ${steps[step]}`}
        actions={
          <ol className="flex gap-3 text-small text-muted">
            {steps.map((name, at) => (
              <li
                key={name}
                aria-current={at === step ? "step" : undefined}
                className="aria-[current]:font-semibold aria-[current]:text-text"
              >
                {at + 1}. {name}
              </li>
            ))}
          </ol>
        }
      >
        {step === 0 ? (
          <PropertyList
            look="flat"
            items={meters.map((meter) => ({
              label: meterLabels[meter],
              value: itemText(meter, plans.pro.items[meter]),
            }))}
          />
        ) : step === 1 ? (
          <div className="flex flex-col gap-3 text-control">
            <ul className="list-disc pl-5">
              <li>
                Pro is paid each month in advance for the seats, and afterwards for what was used past the
                plan.
              </li>
              <li>
                The number of seats follows the users of the workspace. Changes within a month are charged in
                proportion.
              </li>
              <li>You can downgrade at any time. Pro then continues until the end of the paid month.</li>
              <li>If a payment fails, Pro continues for 14 days.</li>
            </ul>
            <Checkbox
              label="I agree to these terms"
              checked={agreed}
              onCheckedChange={setAgreed}
              aria-invalid={isAsked && !agreed ? true : undefined}
            />
            {isAsked && !agreed ? (
              <p role="alert" className="text-danger">
                Agree to the terms to continue.
              </p>
            ) : null}
          </div>
        ) : (
          <PropertyList
            look="flat"
            items={[
              { label: "Seats", value: people === 1 ? "1 user" : `${people} users` },
              { label: "Price of a seat", value: `${formatMoney(seatCents, listCurrency)} a month` },
              { label: "Charged now", value: "Stripe shows the amount with taxes before you pay." },
            ]}
          />
        )}
        <div className="mt-4">
          <OutcomeNotice refusal={refusal} />
        </div>
      </Section>
      <div className="flex justify-end gap-2 border-t border-border bg-sunken px-4 py-3">
        {step > 0 ? (
          <Button onClick={() => setStep(step - 1)}>Back</Button>
        ) : (
          <ButtonLink href="/settings/billing">Cancel</ButtonLink>
        )}
        <Button variant="primary" pending={pending} onClick={next}>
          {step < steps.length - 1 ? "Continue" : "Continue to payment"}
        </Button>
      </div>
    </Card>
  );
}
