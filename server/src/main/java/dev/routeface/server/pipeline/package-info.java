/**
 * Pictures to embeddings under load: header check, bounded decode, detection, alignment, quality,
 * micro-batches into one engine. Knows nothing of the web: imports {@code sdk.image}, {@code
 * sdk.embed}, {@code sdk.math} and {@code models}.
 */
package dev.routeface.server.pipeline;
