"use client";

import { usePathname } from "next/navigation";
import { BareLink } from "@/components/ui/link";
import { administratorSettings, help, userSettings } from "./destinations";

export function Breadcrumb() {
  const path = usePathname();
  if (!path.startsWith("/settings")) return null;
  const here = [...userSettings, ...administratorSettings, help].find(({ href }) => path.startsWith(href));
  return (
    <nav aria-label="Breadcrumb" className="ml-3 hidden sm:block">
      <ol className="flex items-center gap-2 text-control text-muted">
        <li>Settings</li>
        {here ? (
          <>
            <li aria-hidden className="text-faint">
              /
            </li>
            {path === here.href ? (
              <li aria-current="page" className="text-text">
                {here.label}
              </li>
            ) : (
              <li>
                <BareLink href={here.href} className="rounded-control text-text hover:underline">
                  {here.label}
                </BareLink>
              </li>
            )}
          </>
        ) : null}
      </ol>
    </nav>
  );
}
