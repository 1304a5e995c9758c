package org.carillon.it.kit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDescs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Another version of a bundle: the same jar, with classes changed as a change of their source would change them. What is to be changed must be
 * there, so that no variant is the original unnoticed.
 */
public final class Variant {
    private final Path jar;
    private final String version;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, Integer> results = new LinkedHashMap<>();

    private Variant(Path jar, String version) {
        this.jar = jar;
        this.version = version;
    }

    public static Variant of(Path jar, String version) {
        return new Variant(jar, version);
    }

    /** Code that had one text as a constant has the other one. */
    public Variant text(String constant, String other) {
        texts.put(constant, other);
        return this;
    }

    /** Code that asks a method without parameters for an int takes this one instead. */
    public Variant result(String method, int value) {
        results.put(method, value);
        return this;
    }

    public Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public byte[] bytes() {
        Map<String, byte[]> entries = read();
        Set<String> missing = new LinkedHashSet<>(texts.keySet());
        missing.addAll(results.keySet());
        ClassHierarchyResolver classes = ClassHierarchyResolver.ofResourceParsing(
                description -> stream(entries, description.packageName().replace('.', '/') + "/" + description.displayName() + ".class"))
                .orElse(ClassHierarchyResolver.defaultResolver());
        ClassFile compiler = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(classes));
        entries.replaceAll((name, content) -> name.endsWith(".class") ? change(compiler, content, missing) : content);
        if (!missing.isEmpty()) {
            throw new AssertionError(jar.getFileName() + " has nothing like " + missing + " to change");
        }
        return write(entries);
    }

    private static InputStream stream(Map<String, byte[]> entries, String name) {
        byte[] content = entries.get(name);
        return content == null ? null : new ByteArrayInputStream(content);
    }

    private byte[] change(ClassFile compiler, byte[] content, Set<String> missing) {
        boolean[] changed = new boolean[1];
        CodeTransform code = (builder, element) -> {
            if (element instanceof LoadConstantInstruction load && load.constantValue() instanceof String text && texts.containsKey(text)) {
                builder.loadConstant(texts.get(text));
                missing.remove(text);
                changed[0] = true;
            } else if (element instanceof InvokeInstruction call && results.containsKey(call.name().stringValue())
                    && call.typeSymbol().parameterCount() == 0 && call.typeSymbol().returnType().equals(ConstantDescs.CD_int)) {
                builder.pop().loadConstant(results.get(call.name().stringValue()));
                missing.remove(call.name().stringValue());
                changed[0] = true;
            } else {
                builder.with(element);
            }
        };
        byte[] other = compiler.transformClass(compiler.parse(content), ClassTransform.transformingMethodBodies(code));
        return changed[0] ? other : content;
    }

    private Map<String, byte[]> read() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] write(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile original = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(original.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), version);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    if (!entry.getKey().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new ZipEntry(entry.getKey()));
                        out.write(entry.getValue());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
