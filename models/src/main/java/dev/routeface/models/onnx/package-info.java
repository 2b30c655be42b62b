/**
 * What an ONNX file says of itself, read without running it. Plain Java; imports {@code models.io}
 * only.
 */
package dev.routeface.models.onnx;
