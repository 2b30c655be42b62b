/**
 * The model that is served: what its card and its certificate say, and the contract that its
 * embeddings keep. No Micronaut.
 */
package dev.routeface.server.model;
