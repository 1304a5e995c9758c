package org.carillon.composer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.carillon.composer.Composition.Item;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.Property;

/** Lists what a product is made of, as CycloneDX JSON. */
final class BillOfMaterials {
    /** SHA-256 of a jar as its maker publishes it, where a signature was taken off. */
    static final String PUBLISHED = "carillon:published-sha256";

    private final Licences licences;
    private final Jar framework;
    private final String version;

    BillOfMaterials(Licences licences, Jar framework, String version) {
        this.licences = licences;
        this.framework = framework;
        this.version = version;
    }

    /**
     * @param image
     *            directory of the very jars that are shipped, for their digests
     */
    String of(Composition composition, Path image) throws CompositionException {
        Bom bom = new Bom();
        Metadata metadata = new Metadata();
        metadata.setTimestamp(null);
        Component phone = component(Component.Type.FIRMWARE, "org.carillon", composition.model(), version);
        metadata.setComponent(phone);
        bom.setMetadata(metadata);
        try {
            bom.addComponent(component(framework, image.resolve(ImageWriter.FRAMEWORK)));
            for (Item item : composition.bundles()) {
                bom.addComponent(component(item.jar(), image.resolve("plugins").resolve(item.jar().plugin())));
            }
            return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString();
        } catch (IOException | NoSuchAlgorithmException | GeneratorException e) {
            throw new CompositionException("no bill of materials for " + composition.model() + ": " + e, e);
        }
    }

    private Component component(Jar jar, Path file) throws CompositionException, IOException, NoSuchAlgorithmException {
        Component component = component(Component.Type.LIBRARY, jar.groupId(), jar.artifactId(), jar.version());
        String purl = "pkg:maven/" + jar.groupId() + "/" + jar.artifactId() + "@" + jar.version();
        component.setPurl(purl);
        component.setBomRef(purl);
        String digest = digest(file);
        component.addHash(new Hash(Hash.Algorithm.SHA_256, digest));
        String published = digest(jar.file());
        if (!published.equals(digest)) {
            Property property = new Property();
            property.setName(PUBLISHED);
            property.setValue(published);
            component.addProperty(property);
        }
        LicenseChoice choice = new LicenseChoice();
        for (String name : licences.of(jar)) {
            License licence = new License();
            if (name.matches("[A-Za-z0-9.-]+")) {
                licence.setId(name);
            } else {
                licence.setName(name);
            }
            choice.addLicense(licence);
        }
        component.setLicenses(choice);
        return component;
    }

    private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static Component component(Component.Type type, String group, String name, String version) {
        Component component = new Component();
        component.setType(type);
        component.setGroup(group);
        component.setName(name);
        component.setVersion(version);
        return component;
    }
}
