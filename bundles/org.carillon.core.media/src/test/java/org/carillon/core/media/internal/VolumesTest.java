package org.carillon.core.media.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.carillon.api.media.Volume;
import org.carillon.api.media.Volume.Of;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.log.LogLevel;

class VolumesTest {
    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    @TempDir
    Path home;

    private Volumes volumes() {
        return new Volumes(new FakePhone(home), scopes, log.logger());
    }

    @Test
    void levelsEndAtTheirBounds() {
        Volumes volumes = volumes();
        assertThat(volumes.level(Of.CALL)).isEqualTo(6);
        assertThat(volumes.change(Of.CALL, 1)).isEqualTo(7);
        assertThat(volumes.change(Of.CALL, 100)).isEqualTo(Volume.LOUDEST);
        assertThat(volumes.change(Of.CALL, -100)).as("a call is always heard").isEqualTo(1);
        assertThat(volumes.change(Of.RING, Integer.MIN_VALUE)).as("a phone may be silent").isZero();
        assertThat(volumes.change(Of.RING, Integer.MAX_VALUE)).isEqualTo(Volume.LOUDEST);
    }

    @Test
    void aLevelIsKeptOnceItIsLeftAlone() {
        Volumes volumes = volumes();
        volumes.change(Of.CALL, 2);
        volumes.change(Of.RING, -7);
        scopes.advance(Volumes.CALM.minusMillis(1));
        assertThat(home).isEmptyDirectory();
        volumes.change(Of.RING, 1);
        scopes.advance(Volumes.CALM);
        assertThat(volumes().level(Of.CALL)).isEqualTo(8);
        assertThat(volumes().level(Of.RING)).isEqualTo(1);
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void theEndOfThePhoneDoesNotForget() {
        Volumes volumes = volumes();
        volumes.change(Of.CALL, 1);
        volumes.deactivate();
        assertThat(volumes().level(Of.CALL)).isEqualTo(7);
        assertThat(scopes.openScopes()).as("those of the second").hasSize(1);
    }

    @Test
    void aDamagedFileIsPassedOver() throws IOException {
        Files.writeString(home.resolve(Volumes.FILE), "CALL=99\nRING=loud\n\u0000garbage\n");
        assertThat(volumes().level(Of.CALL)).isEqualTo(Volume.LOUDEST);
        assertThat(volumes().level(Of.RING)).isEqualTo(7);
        Files.write(home.resolve(Volumes.FILE), new byte[]{(byte) 0xFF, (byte) 0xFE, 0});
        assertThat(volumes().level(Of.CALL)).isEqualTo(6);
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString().contains(Volumes.FILE);
    }

    @Test
    void aFileThatCannotBeWrittenIsToldOf() throws IOException {
        Files.createDirectory(home.resolve(Volumes.FILE + ".new"));
        Volumes volumes = volumes();
        volumes.change(Of.CALL, 1);
        scopes.advance(Volumes.CALM);
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString().contains("cannot be written");
        assertThat(volumes.level(Of.CALL)).isEqualTo(7);
    }
}
