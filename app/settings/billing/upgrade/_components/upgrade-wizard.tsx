import Form from "next/form";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Notice } from "@/components/ui/notice";
import { PropertyList } from "@/components/ui/property-list";
import { Section } from "@/components/ui/section";
import { upgradeSteps } from "@/lib/core/billing/inputs";
import { formatMoney } from "@/lib/core/billing/money";
import { listCurrency, meters, plans } from "@/lib/core/billing/plans";
import { itemText } from "@/lib/core/billing/price-text";
import { meterLabels } from "@/lib/core/billing/warning-text";
import { startUpgradeFormAction } from "../../actions";
import { StartUpgradeButton } from "./start-upgrade-button";

type Step = (typeof upgradeSteps)[number];

const names: Record<Step, string> = { plan: "Plan", terms: "Terms", seats: "Seats" };
const seatCents = plans.pro.items.users.price?.cents ?? 0;
const path = "/settings/billing/upgrade";

/** Plan, terms, seats; then Stripe's page. The steps are in the URL, so they need no scripts. */
export function UpgradeWizard({
  workspaceId,
  step,
  agreed,
  isStopped,
  people,
  isPro,
}: {
  workspaceId: string;
  step: Step;
  agreed: boolean;
  /** Whether the terms were passed over. */
  isStopped: boolean;
  people: number;
  isPro: boolean;
}) {
  if (isPro) {
    return (
      <Notice
        tone="ok"
        title="This workspace is on Pro already."
        actions={<ButtonLink href="/settings/billing">View the bill</ButtonLink>}
      />
    );
  }
  switch (step) {
    case "plan":
      return (
        <Form action={path}>
          <input type="hidden" name="step" value="terms" />
          <Shown step={step} back={<ButtonLink href="/settings/billing">Cancel</ButtonLink>} next={next}>
            <PropertyList
              look="flat"
              items={meters.map((meter) => ({
                label: meterLabels[meter],
                value: itemText(meter, plans.pro.items[meter]),
              }))}
            />
          </Shown>
        </Form>
      );
    case "terms":
      return (
        <Form action={path}>
          <input type="hidden" name="step" value="seats" />
          <Shown step={step} back={<ButtonLink href={path}>Back</ButtonLink>} next={next}>
            <Terms agreed={agreed} isStopped={isStopped} />
          </Shown>
        </Form>
      );
    case "seats":
      return (
        <Shown
          step={step}
          back={<ButtonLink href={`${path}?step=terms&agreed=on`}>Back</ButtonLink>}
          next={
            <StartUpgradeButton
              workspaceId={workspaceId}
              formAction={startUpgradeFormAction.bind(null, workspaceId)}
            />
          }
        >
          <PropertyList
            look="flat"
            items={[
              { label: "Seats", value: people === 1 ? "1 user" : `${people} users` },
              { label: "Price of a seat", value: `${formatMoney(seatCents, listCurrency)} a month` },
              { label: "Charged now", value: "Stripe shows the amount with taxes before you pay." },
            ]}
          />
        </Shown>
      );
  }
}

const next = (
  <Button type="submit" variant="primary">
    Continue
  </Button>
);

function Terms({ agreed, isStopped }: { agreed: boolean; isStopped: boolean }) {
  return (
    <div className="flex flex-col gap-3 text-control">
      <ul className="list-disc pl-5">
        <li>
          Pro is paid each month in advance for the seats, and afterwards for what was used past the plan.
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
        name="agreed"
        defaultChecked={agreed}
        aria-invalid={isStopped || undefined}
      />
      {isStopped ? (
        <p role="alert" className="text-danger">
          Agree to the terms to continue.
        </p>
      ) : null}
    </div>
  );
}

function Shown({
  step,
  back,
  next: onwards,
  children,
}: {
  step: Step;
  back: ReactNode;
  next: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card>
      <Section
        title={`Step ${upgradeSteps.indexOf(step) + 1} of ${upgradeSteps.length}: ${names[step]}`}
        actions={
          <ol className="flex gap-3 text-small text-muted">
            {upgradeSteps.map((each, at) => (
              <li
                key={each}
                aria-current={each === step ? "step" : undefined}
                className="aria-[current]:font-semibold aria-[current]:text-text"
              >
                {at + 1}. {names[each]}
              </li>
            ))}
          </ol>
        }
      >
        {children}
      </Section>
      <div className="flex justify-end gap-2 border-t border-border bg-sunken px-4 py-3">
        {back}
        {onwards}
      </div>
    </Card>
  );
}
