import {estimate, facts, h, percent, svg} from "./dom.js";

/** A cosine and what it is held against. */

/** From -1 to 1, with the threshold as a tick where there is one. */
export function scale(similarity, threshold) {
  const at = (cosine) => 50 * (Math.min(1, Math.max(-1, cosine)) + 1);
  return svg("svg", {class: "scale", viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true"},
    svg("rect", {class: "rest", y: 3, width: 100, height: 6}),
    svg("rect", {class: "part", y: 3, width: at(similarity), height: 6}),
    threshold !== undefined &&
      svg("rect", {class: "tick", x: at(threshold) - 0.4, width: 0.8, height: 12}));
}

/** What the policy means, and where it comes from. */
export function explained({threshold, policy}) {
  if (!policy) {
    return h("p", {class: "hint"}, "No policy was chosen, so nothing is decided.");
  }
  return facts([
    ["Threshold, inclusive", threshold.toFixed(4)],
    ...(policy.fmr === undefined ? [] : [["False matches (FMR)", percent(policy.fmr)]]),
    ...(policy.fpir === undefined ? [] : [["Strangers found (FPIR)", percent(policy.fpir)]]),
    ...(policy.fnmr ? [["Refused all the same (FNMR)", estimate(policy.fnmr)]] : []),
    ...(policy.fnir ? [["Missed all the same (FNIR)", estimate(policy.fnir)]] : []),
    ...(policy.enrolled ? [["People in the certificate's searches", policy.enrolled.toLocaleString("en")]] : []),
    ["Known from", policy.calibration ? h("code", {}, policy.calibration) : "you: nobody has counted its errors"],
  ]);
}
