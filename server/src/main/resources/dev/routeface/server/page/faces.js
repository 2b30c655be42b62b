import {h, svg, table} from "./dom.js";

/** Faces as the service describes them: drawn over their picture, and in words. */

const MEASURES = {
  yaw: ["Looks aside", (value) => `${value.toFixed(0)}°`],
  pitch: ["Looks up or down", (value) => `${value.toFixed(0)}°`],
  roll: ["Leans", (value) => `${value.toFixed(0)}°`],
  sharpness: ["Sharpness", (value) => value.toFixed(0)],
  size: ["Between the eyes", (value) => `${value.toFixed(0)} px`],
  norm: ["Length of the embedding", (value) => value.toFixed(1)],
};

const POINTS = ["right eye", "left eye", "nose", "right corner of the mouth", "left corner of the mouth"];

/** Boxes with numbers, and five landmarks; as large as the picture that it lies on. */
export function overlay(faces, image) {
  const unit = image.naturalWidth / image.clientWidth; // of the picture's pixels in one of the screen's
  return svg("svg", {viewBox: `0 0 ${image.naturalWidth} ${image.naturalHeight}`, "aria-hidden": "true"},
    faces.filter((face) => face.box).map((face, at) => drawn(face, at + 1, unit)));
}

function drawn({box: [left, top, right, bottom], landmarks}, number, unit) {
  const frame = {x: left, y: top, width: right - left, height: bottom - top};
  const tag = {x: left, y: Math.max(0, top - 22 * unit), width: 22 * unit, height: 22 * unit};
  return svg("g", {},
    svg("rect", {...frame, class: "edge"}),
    svg("rect", {...frame, class: "line"}),
    svg("rect", {...tag, class: "tag"}),
    svg("text", {x: tag.x + 11 * unit, y: tag.y + 16 * unit, "font-size": 15 * unit}, String(number)),
    landmarks.map(([cx, cy], point) =>
      svg("circle", {cx, cy, r: 3 * unit}, svg("title", {}, POINTS[point]))));
}

/** A part of the answer for each face: its quality, and why it is no better. */
export function described(faces) {
  return faces.map((face, at) => h("section", {class: "card"},
    h("h2", {}, faces.length > 1 || face.box ? `Face ${at + 1}` : "The face"),
    h("p", {}, "Quality ", h("strong", {}, face.quality.score.toFixed(2)), " of 1", weakest(face.quality),
      face.score !== undefined && `, the detector is sure to ${face.score.toFixed(2)}`, "."),
    table(`Quality of face ${at + 1}`, ["Measure", "Value", "Score"], face.quality.parts.map(row))));
}

function weakest({score, parts}) {
  const part = parts.find((one) => one.score === score);
  return part && score < 1 && `, held back by: ${name(part).toLowerCase()}`;
}

function row(part) {
  return [name(part), MEASURES[part.measure]?.[1](part.value) ?? String(part.value),
    h("span", {class: "score"}, bar(part.score), part.score.toFixed(2))];
}

function name(part) {
  return MEASURES[part.measure]?.[0] ?? part.measure;
}

function bar(share) {
  return svg("svg", {class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true"},
    svg("rect", {class: "rest", width: 100, height: 8}),
    svg("rect", {class: "part", width: 100 * share, height: 8}));
}
