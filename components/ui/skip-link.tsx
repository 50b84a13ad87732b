export function SkipLink({
  href = "#main",
  children = "Skip to content",
}: {
  href?: string;
  children?: string;
}) {
  return (
    <a
      href={href}
      className="link fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-surface px-3 py-2 text-control focus:translate-y-0 focus:shadow-float"
    >
      {children}
    </a>
  );
}
