"use client";

import { usePathname } from "next/navigation";
import { BareLink } from "@/components/ui/link";

const areas = [
  { label: "Projects", href: "/projects", below: "/projects" },
  { label: "Settings", href: "/settings/workspace", below: "/settings" },
];

/** The two halves of a workspace. On a phone the menu leads to both. */
export function Areas() {
  const path = usePathname();
  return (
    <nav aria-label="Areas" className="ml-3 hidden md:block">
      <ul className="flex items-center gap-1 text-control">
        {areas.map(({ label, href, below }) => {
          const isCurrent = path.startsWith(below);
          return (
            <li key={href}>
              <BareLink
                href={href}
                aria-current={isCurrent ? "true" : undefined}
                className={`flex h-control-small items-center rounded-control px-2.5 font-medium hover:bg-hover ${
                  isCurrent ? "bg-hover text-text" : "text-muted hover:text-text"
                }`}
              >
                {label}
              </BareLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
