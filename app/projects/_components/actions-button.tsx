import type { ComponentProps } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Ellipsis } from "@/components/ui/icons";

/** Opens the menu of a task or a model: in a row of a list without words, and with them on its own page. */
export function ActionsButton({
  name,
  isOnPage,
  ...rest
}: { name: string; isOnPage: boolean } & Omit<ComponentProps<typeof Button>, "children" | "icon">) {
  const icon = <Ellipsis aria-hidden />;
  if (!isOnPage) return <IconButton {...rest} label={`Actions for ${name}`} icon={icon} />;
  return (
    <Button {...rest} icon={icon}>
      Actions
    </Button>
  );
}
