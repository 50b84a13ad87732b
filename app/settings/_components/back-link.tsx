import { ArrowLeft } from "@/components/ui/icons";
import { Link } from "@/components/ui/link";

/** Link from an item to its list, on pages without a breadcrumb. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="mb-2 inline-flex items-center gap-1.5 text-control sm:hidden">
      <ArrowLeft aria-hidden />
      {children}
    </Link>
  );
}
