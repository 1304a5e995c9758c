package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.parameter.Configurations;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.parameter.Settings;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.core.config.fixture.first.LampAccountConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;

/** What bnd, Equinox Metatype, Felix Configuration Admin and Felix SCR really do with this bundle. */
class FrameworkTest {
    private static final Map<String, Object> FACTS = Map.of("accounts", 3L, "modules", 2L, "lampLevels", 7L, "buttons",
            List.of("OK", "Up"));
    private static final String DEFAULTS = " true 3 7 red 0000  a,b ; \\ <c> \u00e9   0;18";

    @TempDir
    static Path jars;
    private static Path first;
    private static Path second;
    private static Path key;

    @TempDir
    Path home;
    private TestFramework framework;

    @BeforeAll
    static void build() throws Exception {
        first = TestFramework.bundle(jars, "org.carillon.lamp", "1.0.0", "org.carillon.core.config.fixture.first");
        second = TestFramework.bundle(jars, "org.carillon.lamp", "2.0.0", "org.carillon.core.config.fixture.second");
        key = TestFramework.bundle(jars, "org.carillon.lampkey", "1.0.0", "org.carillon.core.config.fixture.key");
    }

    @AfterEach
    void stop() throws Exception {
        framework.close();
    }

    private Bundle boot(Map<String, String> properties) throws Exception {
        framework = new TestFramework(home, FACTS, properties);
        Bundle lamp = framework.install(first, 4);
        framework.start();
        return lamp;
    }

    private static Map<String, String> level(int level) {
        return Map.of("org.osgi.framework.startlevel.beginning", String.valueOf(level));
    }

    private static Map<String, String> with(String name, String value) {
        return Map.of("org.osgi.framework.startlevel.beginning", "4", name, value);
    }

    @Test
    void aComponentWakesUpOnceWithItsDefaults() throws Exception {
        boot(level(4));
        assertThat(framework.lamp()).containsExactly("activated" + DEFAULTS);
        assertThat(framework.log(0)).isEmpty();
    }

    @Test
    void aComponentWakesUpOnceWithWhatTheStartSaid() throws Exception {
        boot(with("carillon.set.1", "LampLevel=5"));
        assertThat(framework.lamp()).containsExactly("activated" + DEFAULTS.replace("3", "5"));
        assertThat(framework.get("LampLevel")).containsEntry("value", "5").containsEntry("layer", "user").containsEntry("source", "start");
    }

    @Test
    void bundlesThatAreStillToStartAreKnown() throws Exception {
        framework = new TestFramework(home, FACTS, level(2));
        framework.install(first, 4);
        framework.install(key, 4);
        framework.start();
        assertThat(framework.lamp()).isNull();
        framework.command("set", "LampLevel", "5");
        framework.command("set", "Module1Key1LampType", "77");
        framework.context().getBundle(0).adapt(FrameworkStartLevel.class).setStartLevel(4);
        for (int i = 0; i < 500 && framework.lamp() == null; i++) {
            Thread.sleep(10);
        }
        assertThat(framework.lamp()).containsExactly("activated" + DEFAULTS.replace("3", "5"));
    }

    @Test
    void aBadValueFromTheStartIsNamed() throws Exception {
        boot(with("carillon.set.1", "LampLevel=8"));
        assertThat(framework.lamp()).containsExactly("activated" + DEFAULTS);
        assertThat(framework.log(1)).singleElement().asString().contains("LampLevel = 8", "an integer from 1 to 7");
    }

    @Test
    void anUnknownIdFromTheStartIsNamed() throws Exception {
        boot(with("carillon.set.1", "Account4LampEnable=true"));
        assertThat(framework.log(1)).singleElement().asString().contains("--set Account4LampEnable", "exists for 1 to 3");
    }

    @Test
    void setReturnsWhenTheComponentHasSeenIt() throws Exception {
        boot(level(4));
        for (int i = 0; i < 100; i++) {
            String level = String.valueOf(i % 7 + 1);
            framework.command("set", "LampLevel", level);
            assertThat(framework.lamp().getLast())
                    .isEqualTo((i == 2 ? framework.lamp().getLast().split(" ")[0] : "modified") + " true " + level
                            + DEFAULTS.substring(7));
        }
        assertThat(framework.lamp()).as("one modification for each change").hasSize(100 + 1);
        assertThat(framework.lamp().stream().filter(seen -> seen.startsWith("activated"))).hasSize(1);
    }

    @Test
    void aComponentMayChangeParametersWhileItIsConfigured() throws Exception {
        boot(level(4));
        long before = System.nanoTime();
        framework.command("set", "LampText", "copy level");
        assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
        framework.command("get", "LampText");
        assertThat(framework.get("LampLevel")).containsEntry("value", "1").containsEntry("source", "phone");
        framework.command("set", "LampEnable", "false");
        assertThat(framework.lamp().getLast()).isEqualTo("modified false 1 7 red 0000 copy level 0;18");
    }

    @Test
    void aFileReachesComponentsInOneGo() throws Exception {
        boot(level(4));
        ConfigurationFiles files = framework.service(ConfigurationFiles.class, null);
        Outcome outcome = files.apply(List.of(new File(Layer.COMMON, "config.xml", List.of(new Setting(2, "LampLevel", "4", false),
                new Setting(3, "LampOrder", "18; 8", false), new Setting(4, "LampCode", "x", false),
                new Setting(5, "Nobody", "1", false)))), false);
        assertThat(outcome.changed()).containsExactly("LampLevel", "LampOrder");
        assertThat(outcome.rejected()).singleElement().hasToString(
                "Rejection[file=config.xml, line=4, id=LampCode, value=***, permitted=text of 2 to 8 characters]");
        assertThat(outcome.unknown()).singleElement().asString().contains("Nobody").doesNotContain("value=1");
        assertThat(framework.lamp()).containsExactly("activated" + DEFAULTS, "modified true 4 7 red 0000  a,b ; \\ <c> \u00e9   18;8");
        assertThat(framework.get("LampLevel")).containsEntry("source", "config.xml:2").containsEntry("layer", "common");
    }

    @Test
    void instancesAreConfiguredAndRead() throws Exception {
        boot(level(4));
        Configurations configurations = framework.service(Configurations.class, null);
        PerIndex<LampAccountConfig> accounts = configurations.perIndex(LampAccountConfig.class, LampAccountConfig.PID);
        framework.service(Settings.class, null)
                .set(Map.of("Account2LampEnable", "true", "Account2LampLevel", "07", "Account2LampOrder", "a", "Account2LampCode",
                        "geheim"));
        assertThat(accounts.count()).isEqualTo(3);
        LampAccountConfig account = accounts.get(2);
        assertThat(account.enable()).isTrue();
        assertThat(account.level()).isEqualTo("7");
        assertThat(account.order()).containsExactly("a");
        assertThat(account._code()).isEqualTo("geheim");
        assertThat(accounts.get(2)).isSameAs(account);
        assertThat(accounts.get(1).enable()).isFalse();
        assertThat(accounts.get(99).order()).as("default of an absent instance").containsExactly("x", "y");
        assertThat(configuration("(service.pid=org.carillon.lamp.account~2)").get("index")).isEqualTo(2);
        assertThat(configuration("(service.pid=org.carillon.lamp.account~2)").get(".code")).isEqualTo("geheim");
        assertThat(configuration("(service.pid=org.carillon.lamp.key~2.1)").get("index")).isEqualTo("2.1");
        assertThat(configuration("(service.pid=org.carillon.lamp.button~Up)").get("index")).isEqualTo("Up");
        assertThatThrownBy(() -> configurations.perIndex(LampAccountConfig.class, "nobody")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Through reflection: Configuration Admin exports its interfaces itself. */
    private Dictionary<?, ?> configuration(String filter) throws Exception {
        Object[] found = configurations(filter);
        return found == null ? null
                : (Dictionary<?, ?>) Class.forName("org.osgi.service.cm.Configuration", false, found[0].getClass().getClassLoader())
                        .getMethod("getProperties").invoke(found[0]);
    }

    private Object[] configurations(String filter) throws Exception {
        ServiceReference<?> reference = framework.context().getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0];
        Object admin = framework.context().getService(reference);
        return (Object[]) Class.forName("org.osgi.service.cm.ConfigurationAdmin", false, admin.getClass().getClassLoader())
                .getMethod("listConfigurations", String.class).invoke(admin, filter);
    }

    @Test
    void valuesWaitForTheReturnOfTheirBundle() throws Exception {
        Bundle lamp = boot(level(4));
        lamp.stop();
        assertThatThrownBy(() -> framework.get("LampLevel")).isInstanceOf(CommandException.class).hasMessageContaining("no running bundle");
        ConfigurationFiles files = framework.service(ConfigurationFiles.class, null);
        assertThat(files.apply(List.of(new File(Layer.MAC, "m.xml", List.of(new Setting(9, "LampLevel", "6", false)))), false).unknown())
                .hasSize(1);
        lamp.start();
        assertThat(framework.lamp()).containsExactly("activated" + DEFAULTS.replace("3", "6"));
        assertThat(framework.get("LampLevel")).containsEntry("source", "m.xml:9");
    }

    @Test
    void anUpdateBringsItsOwnParameters() throws Exception {
        Bundle lamp = boot(level(4));
        framework.command("set", "LampLevel", "6");
        framework.command("set", "LampText", "kept");
        for (int i = 0; i < 3; i++) {
            lamp.update(second.toUri().toURL().openStream());
            assertThat(framework.get("LampFlicker")).containsEntry("value", "false");
            framework.command("set", "LampLevel", "90");
            assertThatThrownBy(() -> framework.get("LampText")).isInstanceOf(CommandException.class);
            assertThat(configurations("(service.factoryPid=org.carillon.lamp.account)")).isNull();
            assertThat(configuration("(service.pid=org.carillon.lamp)").get("text")).isNull();

            framework.clearLog();
            lamp.update(first.toUri().toURL().openStream());
            assertThat(framework.get("LampText")).containsEntry("value", "kept");
            assertThat(framework.get("LampLevel")).containsEntry("value", "3").containsEntry("layer", "default");
            assertThat(framework.log(1)).singleElement().asString().contains("LampLevel = 90 of layer user (ctl)");
            assertThat(configurations("(service.factoryPid=org.carillon.lamp.account)")).hasSize(3);
            assertThat(framework.lamp()).hasSize(1);
        }
        lamp.uninstall();
        assertThat(configurations("(|(service.pid=org.carillon.lamp)(service.factoryPid=org.carillon.lamp*))")).isNull();
    }

    @Test
    void aDeclarationThatCannotBeUsedIsNamedAndSparesTheRest() throws Exception {
        boot(level(4));
        framework.install(TestFramework.bundle(jars, "org.carillon.broken", "1.0.0", "org.carillon.core.config.fixture.broken"), 4);
        assertThat(framework.get("SoundLevel")).containsEntry("value", "1");
        assertThat(framework.log(11).stream().filter(line -> line.startsWith("org.carillon.core.config: "))).hasSize(7)
                .anyMatch(line -> line.contains("BrokenFact takes its default from the unknown fact noSuchFact"))
                .anyMatch(line -> line.contains("no number noSuchFact"))
                .anyMatch(line -> line.contains("BrokenDefault has the default \"\", permitted: an integer of at least 5"))
                .anyMatch(line -> line.contains("BrokenList: a list is a String[]"))
                .anyMatch(line -> line.contains("Broken{account}Token needs a token"))
                .anyMatch(line -> line.contains("BrokenType is neither boolean"))
                .anyMatch(line -> line.contains("org.carillon.broken.account") && line.contains("no @Indexed"));
    }

    /** A swap while others set parameters: nobody waits for anybody for ever, and nothing gets lost. */
    @Test
    void changesAndSwapsMeet() throws Exception {
        Bundle lamp = boot(level(4));
        AtomicBoolean done = new AtomicBoolean();
        Settings settings = framework.service(Settings.class, null);
        List<Thread> setters = Stream.of("LampLevel", "Account2LampLevel").map(id -> Thread.ofPlatform().start(() -> {
            for (int i = 0; !done.get(); i++) {
                try {
                    settings.set(Map.of(id, String.valueOf(i % 5 + 1)));
                } catch (ParameterException e) {
                    // its bundle is away
                }
            }
        })).toList();
        long before = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            lamp.stop();
            lamp.update(first.toUri().toURL().openStream());
            lamp.start();
        }
        done.set(true);
        for (Thread setter : setters) {
            setter.join();
        }
        assertThat(System.nanoTime() - before).isLessThan(4_000_000_000L);
        assertThat(framework.log(0)).isEmpty();
        assertThat(framework.lamp().getLast()).contains(" true " + framework.get("LampLevel").get("value") + " 7 ");
    }

    @Test
    void keyTypesAreThoseOfTheBundlesOnBoard() throws Exception {
        boot(level(4));
        assertThatThrownBy(() -> framework.command("set", "Module1Key2LampType", "77")).hasMessageEndingWith("permitted: 0");
        Bundle bundle = framework.install(key, 4);
        framework.command("set", "Module1Key2LampType", "77");
        assertThat(configuration("(service.pid=org.carillon.lamp.key~1.2)").get("type")).isEqualTo(77);
        bundle.stop();
        assertThat(framework.get("Module1Key2LampType")).containsEntry("value", "77");
        bundle.uninstall();
        framework.context().getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null);
        assertThat(framework.get("Module1Key2LampType")).containsEntry("value", "0");
        assertThat(configuration("(service.pid=org.carillon.lamp.key~1.2)").get("type")).isEqualTo(0);
    }

    @Test
    void valuesSurviveARestart() throws Exception {
        boot(level(4));
        framework.command("set", "LampLevel", "2");
        framework.command("set", "LampColour", "green");
        assertThat(framework.lamp().getLast()).as("works from the next boot on").contains(" red ");
        assertThat(framework.get("LampColour")).containsEntry("value", "green").containsEntry("pending", "reboot");
        framework.close();
        boot(level(4));
        assertThat(framework.lamp()).containsExactly("activated" + DEFAULTS.replace("3", "2").replace("red", "green"));
        assertThat(framework.get("LampColour")).containsEntry("pending", null);
    }

    @Test
    void theCatalogueNeedsNoRunningBundles() throws Exception {
        Bundle lamp = boot(level(2));
        framework.install(key, 4);
        framework.context().getBundle(0).adapt(FrameworkWiring.class).resolveBundles(null);
        assertThat(lamp.getState()).isEqualTo(Bundle.RESOLVED);
        List<Map<String, Object>> all = new ArrayList<>();
        for (Object parameter : (List<?>) framework.service(Supplier.class, "(org.carillon.catalogue=true)").get()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) parameter;
            all.add(map);
        }
        assertThat(all).extracting(parameter -> parameter.get("id") + " " + parameter.get("type") + " " + parameter.get("default") + " "
                + parameter.get("values") + " " + parameter.get("min") + " " + parameter.get("max") + " " + parameter.get("maxLength") + " "
                + parameter.get("instances")).containsExactly(
                        "Account{account}LampCode secret null null null null null [1, 2, 3]",
                        "Account{account}LampEnable boolean false null null null null [1, 2, 3]",
                        "Account{account}LampLevel integer null null 1 9 null [1, 2, 3]",
                        "Account{account}LampOrder integerList x;y null null null null [1, 2, 3]",
                        "Button{name}LampEnable boolean false null null null null [OK, Up]",
                        "DeviceProvisionUserConfigProtectEnable boolean false null null null null null",
                        "LampCode secret 0000 null null null 8 null",
                        "LampColour enum red [red, green] null null null null",
                        "LampDays enumList 01 [0, 1] null null null null",
                        "LampEnable boolean true null null null null null",
                        "LampLevel integer 3 null 1 7 null null",
                        "LampOrder enumList 0;18 [0, 8, 18] null null null null",
                        "LampServer host null null null null 64 null",
                        "LampSteps integer 7 null 1 99 null null",
                        "LampText string  a,b ; \\ <c> \u00e9   null null null 40 null",
                        "Module{module}Key{key}LampType enum 0 [0, 77] null null null [1.1, 1.2, 2.1, 2.2]");
        assertThat(all.get(9)).containsEntry("web", "Lamp > On").containsEntry("phone", "Menu > Lamp > On").containsEntry("secret", false)
                .containsEntry("reboot", false).containsEntry("bundle", "org.carillon.lamp");
    }
}
