/** Of the sidebar where it is behind a button. */
export const drawerId = "narrow-menu";
