/**
 * MegaFace's experiment on images of one's own: who is a probe, which distractors stand in which
 * list, and what in both is suspicious. Plain Java; may import {@code devkit}, {@code rank}, {@code
 * features} and {@code sdk.math}.
 */
package dev.routeface.eval.build;
