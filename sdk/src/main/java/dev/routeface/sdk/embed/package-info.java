/**
 * Image to unit vector: embedders, embeddings of whole data sets, and the cache that keeps them.
 * Imports {@code sdk.math}, {@code sdk.image}, {@code sdk.data} and {@code models}.
 */
package dev.routeface.sdk.embed;
