/** The service's commands. Micronaut is first touched when {@code serve} has read its settings. */
package dev.routeface.server.cli;
