"use client";

import { useId, useState } from "react";
import { FollowProgress } from "@/app/_components/follow-progress";
import { Switch } from "@/components/ui/switch";

/** While it is on, the page shows what a running task reports. */
export function FollowSwitch() {
  const id = useId();
  const [follows, setFollows] = useState(false);
  return (
    <span className="flex items-center gap-2 text-control">
      <Switch id={id} checked={follows} onCheckedChange={setFollows} />
      <label htmlFor={id}>Follow</label>
      {follows ? <FollowProgress /> : null}
    </span>
  );
}
