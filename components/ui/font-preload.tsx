import { preload } from "react-dom";

const inter = new URL("./fonts/inter-latin.woff2", import.meta.url).href;

/** Fetches the text face with the page rather than after the style sheet: for the root layout. */
export function FontPreload() {
  preload(inter, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
  return null;
}
