package org.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.log.LogLevel;

class RunOptionsTest {
    @TempDir
    private Path directory;

    @Test
    void hasADefaultForEverything() throws UsageException {
        RunOptions options = RunOptions.parse(List.of());

        assertThat(options.model()).isEqualTo("M8");
        assertThat(options.mac()).isEqualTo("3C28A6200088");
        assertThat(options.home()).isEmpty();
        assertThat(options.bind()).isEqualTo("127.0.0.1");
        assertThat(options.ports()).isEqualTo(Map.of("https", 8443, "http", 8080, "sip", 5060));
        assertThat(options.rtpPorts()).isEqualTo("16384-16483");
        assertThat(options.audio()).isEqualTo("null");
        assertThat(options.network()).isEmpty();
        assertThat(options.dhcp()).isEmpty();
        assertThat(options.configs()).isEmpty();
        assertThat(options.settings()).isEmpty();
    }

    @Test
    void takesEveryOption() throws Exception {
        Path config = Files.createFile(directory.resolve("config.xml"));

        RunOptions options = RunOptions.parse(List.of("--model", "M7s Pro", "--mac", "3c:28:a6:00:00:01", "--home=phone", "--bind",
                "127.0.0.2",
                "--https-port", "0", "--http-port=0", "--sip-port", "65535", "--rtp-ports", "0", "--config", config.toString(), "--config",
                config.toString(), "--set", "Account1Label=a=b", "--set", "Account2Label=", "--provision", "http://127.0.0.1:8000/x",
                "--audio",
                "wav::out.wav", "--network", "wifi", "--redirection", "eds=https://eds.example/", "--redirection",
                "rdds=https://rdds.example/x", "--dhcp",
                "file:" + config, "--log", "debug,org.carillon.core.sip=trace"));

        assertThat(options.model()).isEqualTo("M7s Pro");
        assertThat(options.mac()).isEqualTo("3C28A6000001");
        assertThat(options.home()).hasValue(Path.of("phone").toAbsolutePath());
        assertThat(options.bind()).isEqualTo("127.0.0.2");
        assertThat(options.ports()).isEqualTo(Map.of("https", 0, "http", 0, "sip", 65535));
        assertThat(options.rtpPorts()).isEqualTo("0-0");
        assertThat(options.configs()).containsExactly(config, config);
        assertThat(options.settings()).containsExactly(Map.entry("Account1Label", "a=b"), Map.entry("Account2Label", ""),
                Map.entry("DeviceProvisionServerUrl", "http://127.0.0.1:8000/x"));
        assertThat(options.audio()).isEqualTo("wav::out.wav");
        assertThat(options.network()).hasValue("wifi");
        assertThat(options.redirection()).isEqualTo(Map.of("eds", "https://eds.example/", "rdds", "https://rdds.example/x"));
        assertThat(options.dhcp()).hasValue("file:" + config);
        assertThat(RunOptions.parse(List.of("--dhcp", "eth0.10")).dhcp()).hasValue("eth0.10");
        assertThat(options.log().byLogger()).containsEntry("ROOT", LogLevel.DEBUG).containsEntry("org.carillon.core.sip", LogLevel.TRACE);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            --mac               | 3C28A620008        | twelve
            --mac               | 3C28A620008G       | twelve
            --sip-port          | 65536              | 65535
            --sip-port          | -1                 | 65535
            --http-port         | x                  | 65535
            --rtp-ports         | 16384              | LOW-HIGH
            --rtp-ports         | 16385-16400        | LOW-HIGH
            --rtp-ports         | 16384-16383        | LOW-HIGH
            --rtp-ports         | 16384-70001        | LOW-HIGH
            --bind              | 256.0.0.1          | no such address
            --config            | /nowhere/at/all    | no file
            --set               | Account1Label      | ID=VALUE
            --set               | =value             | ID=VALUE
            --provision         | nothing            | URL
            --provision         | ftp://127.0.0.1/   | http
            --audio             | loud               | tone:HZ
            --audio             | tone:              | tone:HZ
            --network           | radio              | wired or wifi
            --redirection       | other=https://x/   | eds= or rdds=
            --redirection       | eds=http://x/      | https URL
            --dhcp              | -eth0              | interface
            --dhcp              | a-name-of-16-char  | interface
            --dhcp              | file:/nowhere      | no file
            --log               | LOUD               | DEBUG
            --colour            | red                | unknown option --colour
            run                 | it                 | unexpected argument run
            """, delimiter = '|')
    void saysWhatIsPermitted(String option, String value, String words) {
        assertThatThrownBy(() -> RunOptions.parse(List.of(option, value))).isInstanceOf(UsageException.class).hasMessageContaining(option)
                .hasMessageContaining(words);
    }

    @Test
    void missesAValue() {
        assertThatThrownBy(() -> RunOptions.parse(List.of("--model"))).hasMessage("--model needs a value");
        assertThatThrownBy(() -> RunOptions.parse(List.of("--model="))).hasMessage("--model needs a value");
    }
}
