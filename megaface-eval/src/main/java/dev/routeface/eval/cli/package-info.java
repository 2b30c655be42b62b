/** The {@code evaluate} commands. May import everything below. */
package dev.routeface.eval.cli;
