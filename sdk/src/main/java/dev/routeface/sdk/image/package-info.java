/**
 * Encoded bytes to pixels and back; faces found, measured and aligned. The only package that
 * touches OpenCV; every {@code Mat} lives and dies inside one method here. Imports {@code
 * models.io} and {@code sdk.math}; {@code FloatGraph} alone runs ONNX.
 */
package dev.routeface.sdk.image;
