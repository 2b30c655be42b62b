/**
 * The training loop: a recipe becomes a run. One loop trains teachers and students alike; a run can
 * be killed at any moment and goes on to the same bits. Imports the floors below; {@code NDArray}
 * appears here and below, never above.
 */
package dev.routeface.sdk.train;
