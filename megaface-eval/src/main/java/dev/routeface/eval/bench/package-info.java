/**
 * How fast ranks are found, beside the engine's matrix product in the same run. Imports {@code
 * eval.rank}, {@code sdk.bench} and the engine; only the command line imports it.
 */
package dev.routeface.eval.bench;
