const problems: Record<string, string> = {
  ALIAS_PROPS: "An alias takes no anchor of its own. Remove it.",
  BAD_ALIAS: "There is no anchor of this name above. Write the value out.",
  BAD_COLLECTION_TYPE: "This does not fit its tag. Remove the tag.",
  BAD_DIRECTIVE: "This directive is not understood. Remove the line.",
  BAD_DQ_ESCAPE: "This escape means nothing. Write \\\\ for a backslash, or use single quotes.",
  BAD_INDENT: "This line is not indented like its neighbours. Give keys of one group the same indentation.",
  BAD_PROP_ORDER: "An anchor has to stand right before its value. Move it.",
  BAD_SCALAR_START: "A text cannot begin with this character. Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A key has to stand on a line of its own. Put a group on the line below its key, further in.",
  BLOCK_IN_FLOW: "Inside [ ] and { }, groups are written with brackets too.",
  DUPLICATE_KEY: "This key stands in this group already. Keep one of them.",
  KEY_OVER_1024_CHARS: "This key is too long. Shorten it.",
  MISSING_CHAR: "Something is missing here: a closing quote, a bracket, a comma, or a space behind a colon.",
  MULTILINE_IMPLICIT_KEY: "A key has to stand on one line. Is a colon or a quote missing?",
  MULTIPLE_ANCHORS: "A value takes one anchor. Remove the others.",
  MULTIPLE_DOCS: "A vault is one document. Remove the --- and what follows it.",
  MULTIPLE_TAGS: "Tags are not allowed in a vault. Remove them.",
  TAB_AS_INDENT: "Lines are indented with spaces, never with tabs. Replace the tab.",
  TAG_RESOLVE_FAILED: "Tags are not allowed in a vault. Remove it.",
  UNEXPECTED_TOKEN: "This does not belong here. Check the line above, and put unusual text in quotes.",
};

/** What the YAML reader found, in words that say what to do. */
export function yamlProblem(code: string, message: string): string {
  return problems[code] ?? `This is not readable as YAML: ${message}`;
}
