import { Plus } from "lucide-react";
import type { Ref } from "react";
import { Button } from "@/components/ui/button";

export function CreateCredentialsButton({
  ref,
  onClick,
}: {
  ref: Ref<HTMLButtonElement>;
  onClick: () => void;
}) {
  return (
    <Button ref={ref} variant="primary" icon={<Plus aria-hidden />} onClick={onClick}>
      Create credentials
    </Button>
  );
}
