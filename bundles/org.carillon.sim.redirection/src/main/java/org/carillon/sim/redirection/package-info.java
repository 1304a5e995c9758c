/** A redirection service that tells phones by MAC address and model where their files are. */
package org.carillon.sim.redirection;
