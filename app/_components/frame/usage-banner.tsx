import { Link } from "@/components/ui/link";
import type { UsageWarning } from "@/lib/core/billing/limits";
import { meters } from "@/lib/core/billing/plans";
import { meterLabels } from "@/lib/core/billing/warning-text";

/** One calm line above every page, for admins, while something is near its limit or past it. */
export function UsageBanner({ warnings }: { warnings: readonly UsageWarning[] }) {
  const highest = meters.flatMap((meter) => {
    const own = warnings.filter((each) => each.meter === meter).map(({ threshold }) => threshold);
    return own.length > 0 ? [{ meter, threshold: Math.max(...own) }] : [];
  });
  if (highest.length === 0) return null;
  const words = highest.map(({ meter, threshold }) => `${meterLabels[meter]}: ${threshold} % used`);
  return (
    <p className="border-b border-border bg-warn-wash px-3.5 py-2 text-control text-warn md:px-8">
      {words.join(". ")}. <Link href="/settings/billing">View the usage</Link>
    </p>
  );
}
