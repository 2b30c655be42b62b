/** The same model for clients of the KServe v2 protocol, which bring tensors, not pictures. */
package dev.routeface.server.api.kserve;
