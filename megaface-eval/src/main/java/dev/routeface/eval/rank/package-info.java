/**
 * Scores of every probe against every gallery face, and the exact ranks they give. Plain Java; may
 * import {@code sdk.math}.
 */
package dev.routeface.eval.rank;
