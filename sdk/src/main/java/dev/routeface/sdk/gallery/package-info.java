/**
 * The rows of a gallery in memory and the exact best of them for a query: {@code GalleryIndex} is
 * the door. Rows lie outside the heap, because a heap dump must not hold the gallery and because a
 * collector that moves an array leaves copies behind which nobody overwrites. Plain Java; may
 * import {@code sdk.math}, {@code jdk.incubator.vector} (in one class) and Commons Math.
 */
package dev.routeface.sdk.gallery;
