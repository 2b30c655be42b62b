/**
 * Results for people: tables with intervals, plots, one page that needs nothing but itself, and the
 * same as JSON. May import {@code eval.protocol}, {@code eval.metric}, {@code eval.build}, {@code
 * sdk.image} and {@code models.io}; the only package here that draws.
 */
package dev.routeface.eval.report;
