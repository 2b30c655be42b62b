/** Elements without markup in texts: what a server or a file says is never parsed. */

/** h("button", {type: "button", onclick}, "Send"); what is undefined, null or false is left out. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) {
      element[key] = value;
    } else {
      element.setAttribute(key, value);
    }
  }
  element.append(...present(children));
  return element;
}

/** The same for drawings. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...present(children));
  return element;
}

function present(children) {
  return children.flat().filter((child) => child !== undefined && child !== null && child !== false);
}

/** A table that narrow screens may scroll; the caption is its name. */
export function table(caption, heads, rows) {
  return h("div", {class: "scroll", tabIndex: 0, role: "region", "aria-label": caption},
    h("table", {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", {scope: "col"}, head)))),
      h("tbody", {}, rows.map(([first, ...others]) =>
        h("tr", {}, h("th", {scope: "row"}, first), others.map((cell) => h("td", {}, cell)))))));
}

/** Names and values in two columns. */
export function facts(pairs) {
  return h("dl", {}, pairs.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** A share as people read it: 0.9 %, 0.01 %. */
export function percent(share) {
  return `${Number((share * 100).toPrecision(2))} %`;
}

/** A share with its interval. */
export function estimate({value, ci95: [low, high]}) {
  return `${percent(value)} (95 %: ${percent(low)} to ${percent(high)})`;
}
