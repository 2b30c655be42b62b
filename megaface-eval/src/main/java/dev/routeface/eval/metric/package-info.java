/**
 * What ranks and scores say about an embedder: rank-1 at N, CMC, ROC, DET, pair accuracy, searches
 * in a gallery, and intervals over identities. Plain Java; may import {@code eval.rank}, {@code
 * sdk.math} and {@code models.io}.
 */
package dev.routeface.eval.metric;
