/**
 * The MegaFace devkit's own files and figures, rule by rule: features, template lists, scores,
 * thinned curves, its traditional gallery and its JSON. Plain Java; may import {@code rank}.
 */
package dev.routeface.eval.devkit;
