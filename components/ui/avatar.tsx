import { cx } from "class-variance-authority";
import { hueOf } from "./hue";
import { initials } from "./initials";

const sizes = { small: "avatar-small", medium: null, large: "avatar-large" };

export type AvatarSize = keyof typeof sizes;

export type AvatarProps = {
  id: string;
  name: string;
  size?: AvatarSize;
  /** `square` is for a workspace instead of a user, in the accent color. */
  shape?: "round" | "square";
  /** Set this if no visible name is next to it. */
  labelled?: boolean;
  className?: string;
};

export function Avatar({ id, name, size = "medium", shape = "round", labelled, className }: AvatarProps) {
  const naming = labelled ? { role: "img", "aria-label": name, title: name } : { "aria-hidden": true };
  return (
    <span
      {...naming}
      className={cx(
        "avatar",
        sizes[size],
        shape === "square" ? "avatar-square" : `avatar-hue-${hueOf(id)}`,
        className,
      )}
    >
      {shape === "square" ? initials(name).slice(0, 1) : initials(name)}
    </span>
  );
}

/** A seat that nobody has taken, or somebody who has not come yet. */
export function EmptySeat({ size = "medium" }: { size?: AvatarSize }) {
  return <span aria-hidden className={cx("avatar", sizes[size], "avatar-empty")} />;
}

/** How many more there are than are shown. */
export function MoreAvatars({ count, size = "medium" }: { count: number; size?: AvatarSize }) {
  return <span className={cx("avatar", sizes[size], "avatar-more")}>+{count.toLocaleString("en")}</span>;
}
