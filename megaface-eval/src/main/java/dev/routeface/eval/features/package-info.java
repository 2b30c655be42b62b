/**
 * Feature vectors by the paths of their images: a tree of the devkit's files, or one mapped file.
 * Plain Java; may import {@code sdk.math}.
 */
package dev.routeface.eval.features;
