/**
 * Encoded bytes to pixels. The only package that touches OpenCV; every {@code Mat} lives and dies
 * inside one method here.
 */
package dev.routeface.sdk.image;
