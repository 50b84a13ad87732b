import { completionStatus } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const openMs = 60_000;

/** After Escape, Tab leaves the editor: until another key is pressed, however slowly. One that closes a list does not count. */
export function leaveByTab(): Extension {
  let closesList = false;
  return EditorView.domEventObservers({
    keydown: ({ key }, { state }) => {
      if (key === "Escape") closesList = completionStatus(state) === "active";
    },
    keyup: ({ key }, view) => {
      if (key === "Escape" && !closesList) view.setTabFocusMode(openMs);
    },
  });
}
