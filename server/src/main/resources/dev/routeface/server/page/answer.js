import {h} from "./dom.js";

/** What a form gets: one at a time, shown where the screen reader listens. */

/** Calls `work` whenever the form is sent; shows the elements that it gives, or the refusal. */
export function answering(form, place, work) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (place.ariaBusy === "true") {
      return;
    }
    show(place, () => work(new FormData(form)), form.querySelector("button:not([type])"));
  });
}

/** Shows what `work` gives, or why it gave nothing. */
export async function show(place, work, button = null) {
  place.replaceChildren(h("p", {class: "hint"}, "Working …"));
  place.ariaBusy = "true";
  button?.setAttribute("aria-disabled", "true"); // a disabled button would lose the focus
  try {
    place.replaceChildren(...[await work()].flat());
  } catch (error) {
    place.replaceChildren(refusal(error));
  } finally {
    place.ariaBusy = "false";
    button?.removeAttribute("aria-disabled");
  }
}

/** A refusal in the service's words, with what follows from it and the id by which its log knows it. */
export function refusal(error) {
  return h("div", {class: "refusal", role: "alert"},
    h("p", {}, h("strong", {}, "Refused: "), error.message),
    error.code === "forbidden" && h("p", {}, "Forget this key, and use one that has the scope."),
    error.outcome && h("p", {}, error.outcome),
    error.retryAfter && h("p", {}, `Try again in ${error.retryAfter} s.`),
    error.requestId &&
      h("p", {class: "hint"}, error.code ?? "", " · request id ", h("code", {}, error.requestId)));
}
