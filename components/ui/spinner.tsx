import { LoaderCircle } from "./icons";

export function Spinner({ className = "button-spinner" }: { className?: string }) {
  return <LoaderCircle className={className} aria-hidden />;
}
