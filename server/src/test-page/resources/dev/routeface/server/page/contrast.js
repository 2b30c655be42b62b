// Texts whose contrast with their ground is below 4.5 (WCAG 2.2, 1.4.3), as ["text: ratio"].
() => {
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (rgb) => rgb.slice(0, 3)
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = (element) => {
    const own = element && numbers(getComputedStyle(element).backgroundColor);
    return own && own[3] === 0 ? ground(element.parentElement) : own ?? [255, 255, 255];
  };
  const ratio = (one, other) =>
    (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const bad = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.textContent.trim();
    if (!text || !element.checkVisibility() || element.closest("svg, noscript, option")) {
      continue;
    }
    const found = ratio(luminance(numbers(getComputedStyle(element).color)), luminance(ground(element)));
    if (found < 4.5) {
      bad.push(`${text.slice(0, 40)}: ${found.toFixed(2)}`);
    }
  }
  return bad;
}
