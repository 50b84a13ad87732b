import type { Ref } from "react";
import { Button } from "@/components/ui/button";
import { Plus } from "@/components/ui/icons";

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
