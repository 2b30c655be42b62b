/**
 * Any bytes whatever, handed to every reader of files that others make. The corpus runs with all
 * tests and without an engine; {@code -Pfuzz} looks for more. May import everything below {@code
 * cli}.
 */
package dev.routeface.eval.fuzz;
