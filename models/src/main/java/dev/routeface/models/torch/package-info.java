/**
 * A layer list as a trainable network of the engine. The only package of this module that imports
 * {@code ai.djl}; imports {@code models.net}, {@code models.weights}.
 */
package dev.routeface.models.torch;
