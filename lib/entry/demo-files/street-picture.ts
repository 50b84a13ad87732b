import { drawnNumbers } from "./drawn-numbers";
import { encodePng } from "./png";

const [width, height] = [320, 200];
const horizon = 88;

type Color = readonly [number, number, number];

const colors = {
  road: [72, 76, 84],
  line: [214, 208, 180],
  window: [196, 222, 236],
  wheel: [24, 26, 30],
  skin: [226, 186, 152],
  carBox: [52, 211, 235],
  personBox: [251, 146, 60],
} as const satisfies Record<string, Color>;
const buildings: Color[] = [
  [118, 112, 120],
  [142, 128, 118],
  [104, 116, 126],
  [156, 148, 138],
];
const paints: Color[] = [
  [178, 58, 54],
  [54, 98, 160],
  [206, 206, 202],
  [60, 120, 84],
];

/** A street with cars and people, each in the frame that a detector draws around it. */
export function drawStreet(seed: number): Buffer {
  const next = drawnNumbers(seed);
  const between = (low: number, high: number) => Math.round(low + next() * (high - low));
  const pick = (list: readonly Color[]) => list[between(0, list.length - 1)] ?? colors.road;
  const pixels = new Uint8Array(width * height * 3);
  const fill = (left: number, top: number, wide: number, high: number, color: Color) => {
    const [right, bottom] = [Math.min(width, left + wide), Math.min(height, top + high)];
    for (let y = Math.max(0, Math.round(top)); y < bottom; y += 1) {
      for (let x = Math.max(0, Math.round(left)); x < right; x += 1) {
        pixels.set(color, (y * width + x) * 3);
      }
    }
  };
  const frame = (left: number, top: number, wide: number, high: number, color: Color) => {
    for (const y of [top - 3, top + high + 1]) fill(left - 3, y, wide + 6, 2, color);
    for (const x of [left - 3, left + wide + 1]) fill(x, top - 3, 2, high + 6, color);
  };

  const light = between(0, 60);
  for (let y = 0; y < horizon; y += 1)
    fill(0, y, width, 1, [90 + light + y / 2, 130 + light + y / 2, 190 + light]);
  for (let x = -10; x < width; ) {
    const [wide, high] = [between(28, 64), between(20, 70)];
    fill(x, horizon - high, wide, high, pick(buildings));
    x += wide + between(0, 6);
  }
  fill(0, horizon, width, height - horizon, colors.road);
  for (let y = horizon + 8; y < height; y += 22)
    fill(width / 2 - 2, y, 2 + (y - horizon) / 16, 10, colors.line);

  for (let count = between(1, 3); count > 0; count -= 1) {
    const size = between(14, 34);
    const [left, top] = [between(8, width - size * 2 - 8), horizon + between(4, 60)];
    fill(left, top + size / 3, size * 2, size / 2, pick(paints));
    fill(left + size / 3, top, size * 1.3, size / 3, colors.window);
    for (const x of [left + size / 4, left + size * 1.4])
      fill(x, top + size * 0.75, size / 3, size / 4, colors.wheel);
    frame(left, top, size * 2, size, colors.carBox);
  }
  for (let count = between(1, 3); count > 0; count -= 1) {
    const size = between(16, 36);
    const [left, top] = [between(8, width - 24), horizon + between(0, 50)];
    fill(left + size / 8, top, size / 4, size / 4, colors.skin);
    fill(left, top + size / 4, size / 2, size / 2, pick(paints));
    fill(left + size / 10, top + size * 0.75, size / 3, size / 4, colors.wheel);
    frame(left, top, size / 2, size, colors.personBox);
  }
  return encodePng(width, height, pixels);
}
