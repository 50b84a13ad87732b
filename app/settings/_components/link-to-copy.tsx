import { CopyButton } from "@/components/ui/copy-button";

export function LinkToCopy({ link, email }: { link: string; email: string }) {
  return (
    <div className="flex items-center gap-2 rounded-block border border-border bg-sunken px-3 py-1.5">
      <code className="min-w-0 flex-1 truncate text-code" title={link}>
        {link}
      </code>
      <CopyButton value={link} label={`Copy the link for ${email}`} iconOnly />
    </div>
  );
}
