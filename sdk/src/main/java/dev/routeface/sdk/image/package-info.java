/**
 * Encoded bytes to pixels and back. The only package that touches OpenCV; every {@code Mat} lives
 * and dies inside one method here. Imports {@code models.io}.
 */
package dev.routeface.sdk.image;
