/**
 * How fast ranks are found, beside the engine's matrix product in the same run, and how fast the
 * best rows of a gallery, beside the time to read it. Imports {@code eval.rank}, {@code
 * sdk.gallery}, {@code sdk.bench} and the engine; only the command line imports it.
 */
package dev.routeface.eval.bench;
