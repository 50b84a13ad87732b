import { z } from "zod";
import { listCurrency } from "@/lib/core/billing/plans";
import { setUpStripe } from "@/lib/operations/billing/set-up";
import { settings } from "@/lib/server/env";
import { withDatabase } from "./operator-command";
import { StartupProblem } from "./startup-problem";

const usage = `npm run stripe:setup                     make products, prices, meters, portal and webhook endpoint
npm run stripe:setup -- --currency EUR   the same, with prices in another currency`;

const currencyCode = z
  .string()
  .toLowerCase()
  .regex(/^[a-z]{3}$/);

/** Prepares the Stripe account of the configured key. What is there already is left. */
export async function run({ dir, args }: { dir: string; args: string[] }): Promise<void> {
  const [flag, given = listCurrency] = args;
  const currency = currencyCode.safeParse(given);
  if ((args.length !== 0 && (flag !== "--currency" || args.length !== 2)) || !currency.success) {
    throw new StartupProblem(usage);
  }
  await withDatabase(dir, async () => {
    if (!settings().stripe) throw new StartupProblem("Set STEWARD_STRIPE_SECRET_KEY first.");
    const outcome = await setUpStripe(currency.data);
    if (!outcome.ok) throw new StartupProblem(outcome.refusal.message);
    const { steps, webhookSecret } = outcome.value;
    for (const { name, id, wasMade } of steps) print(`${wasMade ? "made" : "found"}  ${name}  ${id}`);
    print(
      webhookSecret
        ? `\nSet this, and start Steward again:\nSTEWARD_STRIPE_WEBHOOK_SECRET=${webhookSecret}`
        : "\nStripe shows the secret of a webhook endpoint that is there already in its dashboard alone. Set it as STEWARD_STRIPE_WEBHOOK_SECRET.",
    );
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
