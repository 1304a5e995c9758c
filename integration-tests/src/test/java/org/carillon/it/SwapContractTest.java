package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.carillon.it.contract.FeatureVariants;
import org.carillon.it.contract.SwapContract;
import org.carillon.it.fixture.Fixtures;
import org.carillon.it.fixture.KeepsContract;
import org.carillon.it.fixture.LeaksBundleListener;
import org.carillon.it.fixture.LeaksEventHandler;
import org.carillon.it.fixture.LeaksFrameworkListener;
import org.carillon.it.fixture.LeaksServiceListener;
import org.carillon.it.fixture.LeaksThread;
import org.carillon.it.fixture.LeaksToRegistry;
import org.carillon.it.fixture.LeaksToThreadLocal;
import org.carillon.it.fixture.LeaksVirtualThread;
import org.carillon.it.fixture.Rebuilt;
import org.carillon.it.fixture.RestartsOthers;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneInFramework;
import org.carillon.it.kit.Repository;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;

/**
 * Every feature bundle is stopped, started and replaced in a running framework without touching anything outside it, and leaves nothing
 * behind; bundles that do not are caught.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwapContractTest {
    private static final String PREFIX = "org.carillon.feature.";
    private static final int TIMES = 20;
    /** Enough for whatever is made once, such as the threads of a pool. */
    private static final int WARM_UP = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FIXTURE_TIMES = 3;
    /** Each of them is a stop and start and an update, and the watcher itself starts it once. */
    private static final String FIXTURE_STARTS = ", " + (2 * FIXTURE_TIMES + 1) + " times";
    private static final Duration FIXTURE_PATIENCE = Duration.ofMillis(500);

    @Inject
    private BundleContext context;

    private final Deque<Bundle> installed = new ArrayDeque<>();

    @Configuration
    public Option[] phone() {
        return new Option[]{PhoneInFramework.options("m8")};
    }

    /** What the launcher would offer. */
    @Before
    public void prepare() {
        if (context.getServiceReference(IntConsumer.class) == null) {
            context.registerService(IntConsumer.class, status -> assertThat(status).as("asked to end").isNull(),
                    new Hashtable<>(Map.of("org.carillon.launcher.exit", true)));
        }
        Await.until("the phone can be talked to", Duration.ofSeconds(10), () -> Files.exists(home().resolve("control.sock")));
    }

    @After
    public void uninstall() throws BundleException {
        for (Bundle bundle : installed) {
            bundle.uninstall();
        }
    }

    private Path home() {
        return Path.of(context.getProperty("carillon.home"));
    }

    private Object ctl(List<String> words) {
        try {
            return new Ctl(home()).run(words.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int http() {
        try {
            return (int) context.getServiceReferences("org.carillon.api.device.Endpoint", "(org.carillon.endpoint.name=http)")[0]
                    .getProperty("org.carillon.endpoint.port");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The features of this phone; fails when one that there is in the sources is not among them. */
    private List<Bundle> features() {
        List<Bundle> features = Arrays.stream(context.getBundles()).filter(bundle -> bundle.getSymbolicName().startsWith(PREFIX)).toList();
        try (Stream<Path> sources = Files.list(Repository.ROOT.resolve("bundles"))) {
            assertThat(features).extracting(Bundle::getSymbolicName)
                    .containsAll(sources.map(path -> path.getFileName().toString()).filter(name -> name.startsWith(PREFIX)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return features;
    }

    private FeatureVariants variants(Bundle feature) {
        FeatureVariants variants = new FeatureVariants(feature.getSymbolicName(), this::ctl, this::http);
        variants.prepare();
        return variants;
    }

    /** Does something a few times before anybody watches, so that what is made once is there, and then as often as the law says. */
    private void repeat(Bundle feature, BiConsumer<SwapContract, Integer> work) {
        try (SwapContract contract = SwapContract.over(context, feature)) {
            for (int i = 0; i < WARM_UP; i++) {
                work.accept(contract, TIMES + i);
            }
        }
        try (SwapContract contract = SwapContract.over(context, feature)) {
            for (int i = 0; i < TIMES; i++) {
                work.accept(contract, i);
            }
            assertThat(contract.violations(PATIENCE)).isEmpty();
        }
    }

    @Test
    public void everyFeatureIsStoppedAndStarted() {
        for (Bundle feature : features()) {
            repeat(feature, (contract, i) -> {
                contract.stop();
                contract.start();
            });
        }
    }

    @Test
    public void everyFeatureIsUpdatedToAVersionThatDoesSomethingElse() {
        for (Bundle feature : features()) {
            FeatureVariants variants = variants(feature);
            repeat(feature, (contract, i) -> {
                contract.update(variants.number(i).bytes());
                variants.awaitSeen(i);
            });
        }
    }

    @Test
    public void everyFeatureIsSwappedByCommand() {
        for (Bundle feature : features()) {
            FeatureVariants variants = variants(feature);
            repeat(feature, (contract, i) -> {
                String jar = variants.number(i).write(home().resolve("variant.jar")).toString();
                contract.replacing(() -> assertThat(Json.list(ctl(List.of("swap", jar)), "restarted")).isEmpty());
                variants.awaitSeen(i);
            });
        }
    }

    private Bundle install(String name, byte[] jar) throws BundleException {
        Bundle bundle = context.installBundle("fixture:" + name, new ByteArrayInputStream(jar));
        installed.push(bundle);
        bundle.start();
        return bundle;
    }

    /** What the contract's watcher says about a bundle with this activator. */
    private List<String> violations(Class<?> activator) throws BundleException {
        Bundle bundle = install(activator.getName(), Fixtures.bundle(activator, "1.0.0"));
        try (SwapContract contract = SwapContract.over(context, bundle)) {
            for (int i = 1; i <= FIXTURE_TIMES; i++) {
                contract.stop();
                contract.start();
                contract.update(Fixtures.bundle(activator, "1.0." + i));
            }
            return contract.violations(FIXTURE_PATIENCE);
        }
    }

    @Test
    public void aBundleThatKeepsTheContractIsLeftAlone() throws BundleException {
        assertThat(violations(KeepsContract.class)).isEmpty();
    }

    @Test
    public void aThreadThatStaysIsCaught() throws BundleException {
        assertThat(violations(LeaksThread.class))
                .anyMatch(violation -> violation.startsWith("stays behind: thread forgotten in ") && violation.endsWith(FIXTURE_STARTS));
    }

    @Test
    public void aVirtualThreadThatStaysIsCaught() throws BundleException {
        assertThat(violations(LeaksVirtualThread.class))
                .anyMatch(violation -> violation.startsWith("stays behind: virtual thread forgotten in ")
                        && violation.endsWith(FIXTURE_STARTS));
    }

    @Test
    public void listenersThatStayAreCaught() throws BundleException {
        String times = " of org.eclipse.osgi" + FIXTURE_STARTS;
        assertThat(violations(LeaksBundleListener.class))
                .contains("stays behind: bundle listener " + LeaksBundleListener.class.getName() + times);
        assertThat(violations(LeaksFrameworkListener.class))
                .contains("stays behind: framework listener " + LeaksFrameworkListener.class.getName() + times);
        assertThat(violations(LeaksServiceListener.class)).contains("stays behind: service listener for "
                + LeaksServiceListener.FILTER + times);
        assertThat(violations(LeaksEventHandler.class))
                .filteredOn(violation -> violation.matches("stays behind: service \\d+ of org.eclipse.osgi: .*EventHandler]"))
                .hasSizeGreaterThanOrEqualTo(2 * FIXTURE_TIMES);
    }

    @Test
    public void classLoadersThatStayAreCaught() throws BundleException {
        context.registerService(Collection.class, new ArrayList<>(), new Hashtable<>(Map.of(LeaksToRegistry.PROPERTY, true)));
        for (Class<?> activator : List.of(LeaksToRegistry.class, LeaksToThreadLocal.class)) {
            assertThat(violations(activator)).containsExactly(
                    "stays behind: class loader of " + activator.getName() + ", " + FIXTURE_TIMES + " of " + FIXTURE_TIMES);
        }
    }

    @Test
    public void aBundleThatRestartsAnotherOneIsCaught() throws BundleException {
        assertThat(violations(RestartsOthers.class)).contains("bundle org.carillon.core.ui was stopped",
                "bundle org.carillon.core.ui was started")
                .anyMatch(violation -> violation.matches("gone: service .* of org.carillon.core.ui.*"));
    }

    @Test
    public void aComponentOutsideThatIsBuiltAgainIsCaught() throws BundleException {
        install(Rebuilt.class.getName(), Fixtures.rebuilt());
        assertThat(violations(KeepsContract.class))
                .anyMatch(violation -> violation.startsWith("gone: component " + Rebuilt.class.getName())
                        && violation.contains(" bound to "));
        for (String command : List.of("stop", "start")) {
            assertThat(Json.list(ctl(List.of(command, KeepsContract.class.getName())), "restarted")).as(command)
                    .isEqualTo(List.of("it.fixture.Rebuilt"));
        }
    }
}
