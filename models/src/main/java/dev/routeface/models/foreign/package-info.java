/**
 * Weights that other programs wrote: what a file is by its content, PyTorch's two file forms, and
 * the names under which others keep what our architectures own. Imports {@code models.io}, {@code
 * models.pickle}, {@code models.net} and {@code models.weights}; plain Java.
 */
package dev.routeface.models.foreign;
