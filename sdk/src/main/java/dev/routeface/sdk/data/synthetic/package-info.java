/**
 * Faces that nobody has: a small software renderer, so that the product works without photographs
 * of anyone. An identity is geometry and colours; a shot of it adds pose, light, expression,
 * occlusion, blur and noise. Imports {@code sdk.math}; plain Java.
 *
 * <p>Pixels do not depend on the platform: per pixel there are only {@code + - * /} and square
 * roots, which Java rounds the same everywhere since release 17, and angles go through {@link
 * java.lang.StrictMath}.
 */
package dev.routeface.sdk.data.synthetic;
