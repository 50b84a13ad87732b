/** The logo without the name, which is next to it as text. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className}>
      <rect width="24" height="24" rx="5" fill="var(--accent)" />
      <g
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <circle cx="14.5" cy="9.5" r="4.25" />
        <path d="m11.4 12.6-5.9 5.9M8 16l2 2" />
      </g>
    </svg>
  );
}
