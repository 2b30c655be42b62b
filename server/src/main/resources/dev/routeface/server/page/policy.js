import {h, percent} from "./dom.js";

/**
 * How is decided, as a field of its form: at a rate that the model's certificate knows, at a
 * threshold of one's own, or not at all. `tasks` names those whose rates may be chosen. The first
 * "model" event of the document says which there are.
 */
class FacePolicy extends HTMLElement {
  static formAssociated = true;

  #field = this.attachInternals();
  #choice = h("select");
  #number = h("input", {type: "number", min: -1, max: 1, step: "any", value: 0.4, required: true});
  #threshold = h("label", {}, "Threshold, −1 to 1 ", this.#number);

  connectedCallback() {
    this.append(h("label", {}, "Decide ", this.#choice), this.#threshold);
    this.addEventListener("input", () => this.#update());
    document.addEventListener("model", ({detail}) => this.#offer(detail.operating_points));
    this.#offer([]);
  }

  #offer(points) {
    const tasks = this.getAttribute("tasks").split(" ");
    const known = tasks.flatMap((task) => points.filter((point) => point.task === task));
    this.#choice.replaceChildren(...known.map(option),
      h("option", {value: "own"}, "at a threshold of your own"),
      h("option", {value: ""}, "not at all"));
    this.#choice.value = known.length ? this.#choice.options[0].value : "";
    this.#update();
  }

  #update() {
    const own = this.#choice.value === "own";
    this.#threshold.hidden = !own;
    this.#number.disabled = !own;
    const policy = own ? JSON.stringify({threshold: this.#number.valueAsNumber}) : this.#choice.value;
    this.#field.setFormValue(policy || null);
  }
}

function option({task, rate, threshold}) {
  const name = task === "verification" ? "FMR" : "FPIR";
  return h("option", {value: JSON.stringify({[name.toLowerCase()]: rate})},
    `at ${name} ${percent(rate)} (threshold ${threshold.toFixed(3)})`);
}

customElements.define("face-policy", FacePolicy);
