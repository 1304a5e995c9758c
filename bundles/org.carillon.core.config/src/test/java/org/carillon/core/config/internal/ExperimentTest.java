package org.carillon.core.config.internal;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.osgi.framework.*;
import org.osgi.framework.launch.*;
import org.eclipse.equinox.metatype.*;
import org.osgi.service.metatype.*;

class ExperimentTest {
    static java.lang.reflect.Method meth(Object o, String n, Class<?>... t) throws Exception {
        var m = o.getClass().getMethod(n, t);
        m.setAccessible(true);
        return m;
    }

    @Test
    void x() throws Exception {
        try (Builder b = new Builder()) {
            b.setProperty("Bundle-SymbolicName", "org.carillon.core.config.fixture");
            b.setProperty("-includepackage", "org.carillon.core.config.fixture");
            b.setProperty("-noextraheaders", "true");
            for (String s : System.getProperty("java.class.path").split(File.pathSeparator))
                if (new File(s).exists())
                    b.addClasspath(new File(s));
            Jar jar = b.build();
            System.out.println(b.getErrors() + " " + b.getWarnings());
            jar.getManifest().write(System.out);
            for (var e : jar.getResources().entrySet())
                if (e.getKey().endsWith(".xml")) {
                    System.out.println(e.getKey());
                    e.getValue().write(System.out);
                }
            jar.write(new File("target/fixture.jar"));
        }
        Map<String, String> p = new HashMap<>();
        p.put("org.osgi.framework.storage", "target/osgi");
        p.put("org.osgi.framework.storage.clean", "onFirstInit");
        Framework f = ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(p);
        f.start();
        BundleContext c = f.getBundleContext();
        List<Bundle> bs = new ArrayList<>();
        for (String s : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String n = new File(s).getName();
            if (n.matches("(org.apache.felix|org.eclipse.equinox.metatype|org.osgi.(service|util)|org.carillon.api).*")
                    && !n.contains("annotations"))
                bs.add(c.installBundle("reference:file:" + s));
        }
        Bundle fx = c.installBundle("reference:file:" + new File("target/fixture.jar").getAbsolutePath());
        for (Bundle b : bs)
            if (b.getSymbolicName().contains("metatype") || b.getSymbolicName().contains("felix"))
                try {
                    b.start();
                } catch (BundleException e) {
                    System.out.println(e);
                }
        for (Bundle b : c.getBundles())
            System.out.println(b + " " + b.getState());
        Object ms = c.getService(c.getAllServiceReferences("org.osgi.service.metatype.MetaTypeService", null)[0]);
        Object mi = meth(ms, "getMetaTypeInformation", Bundle.class).invoke(ms, fx);
        for (String m : List.of("getPids", "getFactoryPids"))
            for (String pid : (String[]) meth(mi, m).invoke(mi)) {
                Object ocd = meth(mi, "getObjectClassDefinition", String.class, String.class).invoke(mi, pid, null);
                System.out.println(pid + " " + meth(ocd, "getExtensionUris").invoke(ocd));
                if (!meth(ocd, "getExtensionUris").invoke(ocd).toString().equals("[]"))
                    System.out.println(
                            meth(ocd, "getExtensionAttributes", String.class).invoke(ocd, "http://carillon.org/xmlns/parameter/v1.0.0"));
                for (Object ad : (Object[]) meth(ocd, "getAttributeDefinitions", int.class).invoke(ocd, -1)) {
                    for (String g : List.of("getID", "getType", "getDefaultValue", "getOptionValues", "getOptionLabels", "getMin", "getMax",
                            "getCardinality")) {
                        Object v = meth(ad, g).invoke(ad);
                        System.out.print(g + "=" + (v instanceof Object[] a ? Arrays.toString(a) : v) + " ");
                    }
                    System.out.println(
                            meth(ad, "getExtensionAttributes", String.class).invoke(ad, "http://carillon.org/xmlns/parameter/v1.0.0"));
                }
            }
        f.stop();
        f.waitForStop(0);
    }
}
