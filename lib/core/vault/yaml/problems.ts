const problems: Record<string, string> = {
  ALIAS_PROPS: "An alias can’t have an anchor. Remove it.",
  BAD_ALIAS: "No anchor with this name exists above. Write out the value.",
  BAD_COLLECTION_TYPE: "This value does not match its tag. Remove the tag.",
  BAD_DIRECTIVE: "This directive is not supported. Remove the line.",
  BAD_DQ_ESCAPE: "This is not a valid escape sequence. Write \\\\ for a backslash, or use single quotes.",
  BAD_INDENT:
    "This line is not indented like the lines around it. Keys of one group must have the same indentation.",
  BAD_PROP_ORDER: "An anchor must be directly before its value. Move it.",
  BAD_SCALAR_START: "A text can’t start with this character. Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A key must be on its own line. Put a group on the line below its key and indent it.",
  BLOCK_IN_FLOW: "Inside [ ] and { }, write groups with brackets too.",
  DUPLICATE_KEY: "This group already contains this key. Keep one of them.",
  KEY_OVER_1024_CHARS: "This key is too long. Shorten it.",
  MISSING_CHAR: "Something is missing here: a closing quote, a bracket, a comma, or a space after a colon.",
  MULTILINE_IMPLICIT_KEY: "A key must be on one line. Check for a missing colon or quote.",
  MULTIPLE_ANCHORS: "A value can have only one anchor. Remove the others.",
  MULTIPLE_DOCS: "A vault is one document. Remove the --- and what follows it.",
  MULTIPLE_TAGS: "Tags are not allowed in a vault. Remove them.",
  TAB_AS_INDENT: "YAML lines must be indented with spaces. Replace the tab.",
  TAG_RESOLVE_FAILED: "Tags are not allowed in a vault. Remove it.",
  UNEXPECTED_TOKEN: "This does not belong here. Check the line above, and put unusual text in quotes.",
};

/** What the YAML reader found, in words that say what to do. */
export function yamlProblem(code: string, message: string): string {
  return problems[code] ?? `This is not valid YAML: ${message}`;
}
