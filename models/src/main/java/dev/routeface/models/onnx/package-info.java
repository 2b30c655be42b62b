/**
 * ONNX files: the layer list folded and written as a graph, in floats or bytes, and what any such
 * file says of itself without being run. Imports {@code models.io}, {@code net}, {@code weights}
 * and {@code card}; plain Java.
 */
package dev.routeface.models.onnx;
