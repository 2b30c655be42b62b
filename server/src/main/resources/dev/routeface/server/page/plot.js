import {svg} from "./dom.js";

/** The route of a training: one dot for each anchor, its loss on held-out people over the epoch. */

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 300, 56, 16, 36, 44];

/** anchors: [{epoch, held_out_loss}], at least one. */
export function routePlot(anchors) {
  const x = axis(anchors.map((anchor) => anchor.epoch), LEFT, WIDTH - RIGHT);
  const y = axis(anchors.map((anchor) => anchor.held_out_loss), HEIGHT - BOTTOM, TOP);
  const dots = anchors.map((anchor) => [x.at(anchor.epoch), y.at(anchor.held_out_loss)]);
  const [first, last] = [anchors[0], anchors[anchors.length - 1]];
  return svg("svg", {class: "plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img",
    "aria-label": `Held-out loss from ${first.held_out_loss.toFixed(3)} in epoch ${first.epoch}`
      + ` to ${last.held_out_loss.toFixed(3)} in epoch ${last.epoch}`},
    y.ticks.map((tick) => horizontal(tick, y.at(tick))),
    x.ticks.filter(Number.isInteger).map((tick) =>
      svg("text", {x: x.at(tick), y: HEIGHT - BOTTOM + 20, "text-anchor": "middle"}, String(tick))),
    svg("text", {x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 4, "text-anchor": "middle"}, "epoch"),
    svg("text", {x: 12, y: 20}, "held-out loss"),
    svg("polyline", {points: dots.map((dot) => dot.join(",")).join(" ")}),
    dots.map(([cx, cy], at) => svg("circle", {cx, cy, r: 4},
      svg("title", {}, `epoch ${anchors[at].epoch}: ${anchors[at].held_out_loss.toFixed(4)}`))));
}

function horizontal(tick, y) {
  return svg("g", {},
    svg("line", {x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y}),
    svg("text", {x: LEFT - 8, y: y + 4, "text-anchor": "end"}, String(tick)));
}

/** A linear axis between two places, with round ticks inside what is shown. */
function axis(values, from, to) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  const step = round(span / 5);
  const ticks = [];
  for (let n = Math.ceil(low / step); n * step <= high + 1e-9 * span; n++) {
    ticks.push(Number((n * step).toPrecision(6)));
  }
  return {ticks, at: (value) => Number((from + (to - from) * (value - low) / span).toFixed(1))};
}

/** 1, 2 or 5 times a power of ten, not below what is asked for. */
function round(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * [1, 2, 5, 10].find((times) => times * power >= step);
}
