/**
 * What goes wrong, in the one shape that every caller sees. At the bottom of the service: imports
 * nothing of it, and of Micronaut only the annotations that say how a body is written.
 */
package dev.routeface.server.problem;
