"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { Search } from "@/components/ui/icons";
import { Input } from "@/components/ui/input";

const settleMs = 250;

/** Puts what is typed into the address, once one stops typing; without scripts the form does. */
export function SearchField({
  label,
  value,
  hidden = {},
}: {
  label: string;
  value: string;
  hidden?: Record<string, string>;
}) {
  const [typed, setTyped] = useState(value);
  const [pending, startTransition] = useTransition();
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  const router = useRouter();
  const path = usePathname();

  // A link that clears the search changes the URL. This must not change the field while the user types.
  useEffect(() => {
    if (value === sent.current || document.activeElement === input.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);

  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      const params = new URLSearchParams(window.location.search);
      params.delete("page");
      if (sent.current) params.set("search", sent.current);
      else params.delete("search");
      startTransition(() => router.replace(`${path}?${params}` as never, { scroll: false }));
    }, settleMs);
    return () => clearTimeout(timer);
  }, [typed, path, router]);

  return (
    <search aria-busy={pending || undefined} className="max-sm:w-full">
      <form method="get" onSubmit={(event) => event.preventDefault()}>
        {Object.entries(hidden).map(([name, text]) => (
          <input key={name} type="hidden" name={name} value={text} />
        ))}
        <Input
          ref={input}
          type="search"
          name="search"
          aria-label={label}
          placeholder={label}
          icon={<Search aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          className="w-70 max-w-full max-sm:w-full"
        />
      </form>
    </search>
  );
}
