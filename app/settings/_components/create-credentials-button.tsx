import { Button, type ButtonProps } from "@/components/ui/button";
import { Plus } from "@/components/ui/icons";

export function CreateCredentialsButton(props: ButtonProps) {
  return (
    <Button {...props} variant="primary" icon={<Plus aria-hidden />}>
      Create credentials
    </Button>
  );
}
