/**
 * Scores of probes against gallery faces, and the exact ranks they give: {@code Kernel} makes
 * products, {@code Scores} streams all of them, {@code HighScores} those that can matter. Plain
 * Java; may import {@code sdk.math}, {@code jdk.incubator.vector} (in one class) and Commons Math.
 */
package dev.routeface.eval.rank;
