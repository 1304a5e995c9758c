package org.carillon.api.provisioning;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Applies configuration files to the layers of core.config. Safe for use by any thread; blocks until the components have seen the change. */
@ProviderType
public interface ConfigurationFiles {
    /** A layer that is filled from outside, in ascending rank: {@code NETWORK} by what DHCP and LLDP tell, the others by files. */
    enum Layer {
        NETWORK, COMMON, DEVICE, MAC, USER
    }

    /**
     * One setting of a file.
     *
     * @param line
     *            where it stands, from 1; 0 when what says it has no lines
     * @param value
     *            text; null for {@code define="default"}
     * @param override
     *            outranks a protected user value
     */
    record Setting(int line, String id, String value, boolean override) {}

    /**
     * A file that replaces its layer; several for the same layer do so together.
     *
     * @param name
     *            shown as source, with the line where there is one
     */
    record File(Layer layer, String name, List<Setting> settings) {}

    /**
     * A setting that was not applied.
     *
     * @param value
     *            masked when secret
     * @param permitted
     *            what would have been permitted, in words
     */
    record Rejection(String file, int line, String id, String value, String permitted) {}

    /**
     * @param changed
     *            ids whose effective value changed
     * @param rejected
     *            settings that were left out, of known ids with values that are not permitted, and duplicates
     * @param unknown
     *            settings that are kept for a bundle that is not there
     * @param reboot
     *            true when a change works from the next boot on
     */
    record Outcome(List<String> changed, List<Rejection> rejected, List<Rejection> unknown, boolean reboot) {}

    /**
     * What a layer holds that counts for nothing as things are.
     *
     * @param rejected
     *            of known ids, with values that are not permitted
     * @param unknown
     *            kept for a bundle that is not there
     */
    record Ineffective(List<Rejection> rejected, List<Rejection> unknown) {}

    /**
     * Replaces the layers of these files in one transaction; other layers stay.
     *
     * @param plan
     *            true only says what would change
     */
    Outcome apply(List<File> files, boolean plan);

    /** In the order of files and lines. What a file says twice, or says wrong without a value, is not held. */
    Ineffective ineffective(Layer layer);

    /** Changes whenever the content of the layer does, and is the same after a restart. */
    String fingerprint(Layer layer);
}
