import { classNames } from "./class-names";
import { hueOf } from "./hue";
import { initials } from "./initials";

export type AvatarSize = "small" | "medium" | "large";

export type AvatarProps = {
  id: string;
  name: string;
  size?: AvatarSize;
  /** `square` stands for a place rather than a person, and takes the accent. */
  shape?: "round" | "square";
  /** Set where no visible name stands beside it. */
  labelled?: boolean;
  className?: string;
};

export function Avatar({ id, name, size = "medium", shape = "round", labelled, className }: AvatarProps) {
  const naming = labelled ? { role: "img", "aria-label": name, title: name } : { "aria-hidden": true };
  return (
    <span
      {...naming}
      className={classNames(
        "avatar",
        `avatar-${size}`,
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
  return <span aria-hidden className={classNames("avatar avatar-empty", `avatar-${size}`)} />;
}
