package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** The cache of classes that the build trained: used where it fits, and missed by nobody where it does not. How much it saves is measured by releng/bench. */
public class ClassCacheTest {
    @Rule
    public final Workspace workspace = new Workspace();

    private static boolean mapsTheCache(PhoneProcess phone) throws IOException {
        return Files.readString(Path.of("/proc/" + phone.pid() + "/maps")).contains("/lib/phone.aot");
    }

    @Test
    public void isUsed() throws IOException {
        assertThat(mapsTheCache(PhoneProcess.in(workspace).audio("null").quiet().start())).isTrue();
    }

    @Test
    public void isPassedOverInSilenceWhereItDoesNotFit() throws IOException {
        PhoneProcess phone = PhoneProcess.in(workspace).audio("null").quiet()
                .environment("JAVA_TOOL_OPTIONS", "-XX:ObjectAlignmentInBytes=16")
                .start();
        assertThat(mapsTheCache(phone)).isFalse();
        assertThat(phone.moreOutput()).isEmpty();
        assertThat(phone.program().output()).doesNotContainIgnoringCase("aot").doesNotContain("[error]", "[warning]");
    }
}
