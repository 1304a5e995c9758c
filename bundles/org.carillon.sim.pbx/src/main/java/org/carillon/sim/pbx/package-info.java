/** A small registrar and proxy for the demo and for tests. */
package org.carillon.sim.pbx;
