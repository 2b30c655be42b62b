/**
 * How fast the service is, beside its own model in this process: images, enrolments, and what an
 * overload does. Asks a service in a process of its own as any client would; imports the gallery to
 * measure it without HTTP, and nothing else of the service. No Micronaut.
 */
package dev.routeface.server.bench;
