/** Those that are on or off, by their names over the wire and in the environment. */
export const switchNames = [
  "show_hidden_projects",
  "hide_examples",
  "hidpi_scale",
  "hide_pro_tips",
  "block_scripts",
  "hide_container_arguments",
  "share_telemetry",
] as const;

export type SwitchName = (typeof switchNames)[number];
