import {estimate, facts, h, percent, table} from "./dom.js";
import {routePlot} from "./plot.js";

/** What is served: contract, operating points, route, and all that the card says. */
export function showModel(model) {
  document.getElementById("model-facts").replaceChildren(
    facts([
      ["Id", h("code", {}, model.id)],
      ["Contract of its embeddings", h("code", {}, model.embedding_contract_id)],
      ["SHA-256", h("code", {}, model.sha256)],
      ["Embedding", `${model.dimension} numbers`],
      ["Aligned face", `${model.input_size} × ${model.input_size} pixels`],
      ["Face detector", model.detector ?? "none: aligned crops alone"],
      ...(model.calibration ? [["Certificate", h("code", {}, model.calibration)]] : []),
    ]),
    h("h2", {}, "Operating points"), points(model.operating_points),
    h("h2", {}, "Route"), ...route(model.route),
    h("h2", {}, "Card"), model.card ? nested(model.card) : h("p", {}, "A bare file, without a card."));
}

function points(known) {
  return known.length
    ? table("Thresholds of the certificate, with both errors there",
        ["Task", "Rate asked for", "Threshold", "False alarms", "Misses"],
        known.map((point) => [point.task, percent(point.rate), point.threshold.toFixed(4),
          estimate(point.false_alarm), estimate(point.miss)]))
    : h("p", {}, "The model has no certificate, so no error rate is known at any threshold.",
        " routeface certify makes one.");
}

function route(known) {
  const measured = known?.anchors.filter((anchor) => anchor.held_out_loss !== undefined) ?? [];
  if (measured.length === 0) {
    return [h("p", {}, known
      ? `${known.anchors.length} anchors, of whom no held-out loss is known.`
      : "No route lies beside this model.")];
  }
  return [routePlot(measured),
    h("details", {}, h("summary", {}, "The same in numbers"),
      table("Anchors of the route", ["Epoch", "Held-out loss", "Learning rate"],
        measured.map((anchor) => [String(anchor.epoch), anchor.held_out_loss.toFixed(4),
          anchor.learning_rate?.toPrecision(3) ?? "unknown"])))];
}

/** An object as nested lists: "madeFrom" is "made from". */
function nested(value) {
  if (Array.isArray(value)) {
    return value.some((one) => typeof one === "object")
      ? h("ol", {}, value.map((one) => h("li", {}, nested(one))))
      : h("span", {}, value.join(", "));
  }
  return value !== null && typeof value === "object"
    ? facts(Object.entries(value).map(([name, one]) => [words(name), nested(one)]))
    : h("span", {}, String(value));
}

function words(name) {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/_/g, " ");
}
