/**
 * What a service is told before it starts: one record, read strictly from the command line, the
 * environment and a YAML file. No Micronaut.
 */
package dev.routeface.server.config;
